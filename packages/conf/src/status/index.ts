export { domainStates, type DomainStateName, isDomainStateName } from './domain-states.js';
export { type DomainStatus, formatDomainStatus, parseDomainStatus, type ReadDomainStatus } from './domain-status.js';
export {
  formatSaveHead,
  parseSaveHead,
  type ReadSaveHead,
  type SaveCompression,
  saveCompressions,
  saveHeaderLength,
  saveHeadLength,
  type SaveImageHead,
} from './save-image.js';
export type { SaveCookie } from './save-cookie.js';
export type { StatusDocument } from './status-document.js';
