import type { ReadOptions } from '@tsvirt/conf/kernel';
import { parseSecret } from '@tsvirt/conf/secret';
import { ObjectStore } from '@tsvirt/conf/store';
import { randomUuid, VirtError } from '@tsvirt/util';
import { keyOfUsage, TestSecret, usageKey, usageOf } from './test-secret.js';

/** The secrets of one host: by uuid, and by what they are for. */
export class SecretStore implements Iterable<TestSecret> {
  readonly #secrets = new ObjectStore<TestSecret, 'usage'>({ usage: usageKey });

  get size(): number {
    return this.#secrets.size;
  }

  /** @throws VirtError NO_SECRET */
  byUuid(uuid: string): TestSecret {
    return found(this.#secrets.byUuid(uuid), `uuid '${uuid}'`);
  }

  /**
   * @param type a `SecretUsageType`
   * @throws VirtError NO_SECRET
   */
  byUsage(type: number, id: string): TestSecret {
    return found(this.#secrets.by('usage', keyOfUsage(type, id)), `usage '${id}'`);
  }

  /**
   * Takes a secret's document in, as a new secret or as that of the secret with its uuid, whose value stays.
   * @throws VirtError INTERNAL_ERROR for a usage that is another secret's, or another usage than it had; also when a private
   *   secret should become public
   */
  define(xml: string, reading?: ReadOptions): TestSecret {
    const parsed = parseSecret(xml, reading);
    const definition = { ...parsed, uuid: parsed.uuid ?? randomUuid() };
    const { type, id } = usageOf(definition);
    const known = this.#secrets.byUuid(definition.uuid);
    if (known === undefined) {
      const secret = new TestSecret(definition);
      const key = usageKey(secret);
      const other = key === undefined ? undefined : this.#secrets.by('usage', key);
      if (other !== undefined) throw taken(other.uuid, id);
      this.#secrets.add(secret);
      return secret;
    }
    const before = usageOf(known.definition);
    if (before.type !== type || before.id !== id) throw taken(known.uuid, before.id);
    if (known.definition.private && !definition.private)
      throw new VirtError('INTERNAL_ERROR', 'SECRET', 'cannot change private flag on existing secret');
    known.definition = definition;
    return known;
  }

  remove(secret: TestSecret): void {
    this.#secrets.remove(secret);
    secret.value?.fill(0);
  }

  [Symbol.iterator](): IterableIterator<TestSecret> {
    return this.#secrets[Symbol.iterator]();
  }
}

function found(secret: TestSecret | undefined, what: string): TestSecret {
  if (secret === undefined) throw new VirtError('NO_SECRET', 'SECRET', `no secret with matching ${what}`);
  return secret;
}

function taken(uuid: string, id: string): VirtError {
  return new VirtError('INTERNAL_ERROR', 'SECRET', `a secret with UUID ${uuid} already defined for use with '${id}'`);
}
