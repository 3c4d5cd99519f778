import { randomUuid } from '@tsvirt/util';
import type { Secret } from './secret.js';

/** The secret with its UUID, a new one where the document gives none. */
export function completeSecret(secret: Secret): Secret {
  return secret.uuid === undefined ? { ...secret, uuid: randomUuid() } : secret;
}
