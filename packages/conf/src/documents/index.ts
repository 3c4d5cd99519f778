export type { DocumentType } from './document-type.js';
export {
  type DocumentName,
  type Documents,
  documentNames,
  documentOfRoot,
  documents,
  isDocumentName,
} from './documents.js';
export { neutralPolicy } from './neutral-policy.js';
export {
  completeDocument,
  formatDocument,
  type ParseDocumentOptions,
  type ParsedAs,
  type ParsedDocument,
  parseDocument,
  validateDocument,
} from './parse-document.js';
