import {
  type ApiEvents,
  Domain,
  DomainSnapshot,
  type EventName,
  Network,
  NodeDevice,
  Secret,
  StoragePool,
} from '@tsvirt/core';
import type { JsonData } from '../output/json-text.js';

/** An event as data: its name, when it was heard of, whose it is, and what else it says. */
export interface EventData {
  readonly time: string;
  readonly event: EventName;
  /** The object's name, or a secret's UUID; absent for events of the connection. */
  readonly name?: string | undefined;
  readonly uuid?: string | undefined;
  readonly [key: string]: JsonData;
}

/** What an event says, as JSON. An `event` of its own is called `step`. */
export function eventData<N extends EventName>(event: N, payload: ApiEvents[N], at: Date): EventData {
  const said: { [key: string]: JsonData } = {};
  for (const [key, value] of Object.entries(payload)) {
    const object = objectData(value);
    if (object !== undefined) Object.assign(said, object);
    else said[key === 'event' ? 'step' : key] = plainData(value);
  }
  return { time: at.toISOString(), event, ...said };
}

function objectData(value: unknown): { readonly [key: string]: JsonData } | undefined {
  if (value instanceof Secret) return { name: value.uuid, uuid: value.uuid };
  if (value instanceof Domain || value instanceof Network || value instanceof StoragePool)
    return { name: value.name, uuid: value.uuid };
  if (value instanceof NodeDevice || value instanceof DomainSnapshot) return { name: value.name };
  return undefined;
}

function plainData(value: unknown): JsonData {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'undefined':
      return value;
    case 'object': {
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(plainData);
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plainData(part)]));
    }
    default:
      return String(value);
  }
}
