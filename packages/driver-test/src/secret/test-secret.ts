import type { Secret } from '@tsvirt/conf/secret';
import { type NonnullSecret, SecretUsageType } from '@tsvirt/core/protocol';
import type { Uuid } from '@tsvirt/util';

/** A secret's definition with what it may leave out. */
export interface SecretDefinition extends Secret {
  readonly uuid: Uuid;
}

/** One secret of a mock host, which keeps it in memory whether or not it is ephemeral. */
export class TestSecret {
  readonly uuid: Uuid;
  definition: SecretDefinition;
  /** Absent until somebody sets it. */
  value: Uint8Array | undefined;

  constructor(definition: SecretDefinition) {
    this.uuid = definition.uuid;
    this.definition = definition;
  }

  /** Secrets have no names: their uuid stands for it. */
  get name(): string {
    return this.uuid;
  }

  /** How calls and events name it. */
  get reference(): NonnullSecret {
    const { type, id } = usageOf(this.definition);
    return { uuid: this.uuid, usageType: type, usageID: id };
  }
}

/** What a secret is for: a type of the API's, and what identifies its user; empty where there is none. */
export function usageOf({ usage }: Secret): { readonly type: number; readonly id: string } {
  switch (usage?.type) {
    case undefined:
    case 'none':
      return { type: SecretUsageType.none, id: '' };
    case 'volume':
      return { type: SecretUsageType.volume, id: usage.volume };
    case 'iscsi':
      return { type: SecretUsageType.iscsi, id: usage.target };
    case 'ceph':
    case 'tls':
    case 'vtpm':
      return { type: SecretUsageType[usage.type], id: usage.name };
  }
}

/** The key under which a secret is found by its usage; undefined for secrets without one. */
export function usageKey({ definition }: TestSecret): string | undefined {
  const { type, id } = usageOf(definition);
  return type === SecretUsageType.none ? undefined : keyOfUsage(type, id);
}

/** The same key, of a usage that is looked for. */
export function keyOfUsage(type: number, id: string): string {
  return `${type}:${id}`;
}
