import { VirtError } from '@tsvirt/util';
import type { Secret, SecretUsage } from './secret.js';

/** Checks that what a secret is for has a name. @throws INTERNAL_ERROR */
export function validateSecret({ usage }: Secret): void {
  if (usage === undefined || usage.type === 'none' || identityOf(usage) !== '') return;
  const what = usage.type === 'volume' ? 'path' : usage.type === 'iscsi' ? 'target' : 'name';
  throw new VirtError('INTERNAL_ERROR', 'SECRET', `${usage.type} usage specified, but ${what} is missing`);
}

function identityOf(usage: Exclude<SecretUsage, { type: 'none' }>): string {
  switch (usage.type) {
    case 'volume':
      return usage.volume;
    case 'iscsi':
      return usage.target;
    default:
      return usage.name;
  }
}
