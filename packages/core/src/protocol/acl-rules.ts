import { DomainModificationImpact } from './enums/index.js';
import type { Acl } from './procedure.js';

const { live, config } = DomainModificationImpact;

/**
 * `domain:save`, checked where a change reaches the stored definition: the call names the definition, or names
 * neither it nor the running guest. The bits are the same in every `AFFECT` group of the API.
 */
export const saveOfConfig: readonly Acl[] = [
  { permission: 'domain:save', withoutFlags: config | live },
  { permission: 'domain:save', withFlags: config },
];
