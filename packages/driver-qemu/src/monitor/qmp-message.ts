import { VirtError } from '@tsvirt/util';

/** A value of JSON as the monitor sends it: nothing about it is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** One event of QEMU. */
export interface QmpEvent {
  readonly name: string;
  readonly data: JsonObject;
  /** Time of the event by QEMU's clock; absent where QEMU did not know it. */
  readonly seconds?: number;
  readonly microseconds?: number;
}

/** What QEMU says of itself when a monitor is opened. */
export interface QmpGreeting {
  readonly major: number;
  readonly minor: number;
  readonly micro: number;
  /** The distribution's package version; empty where QEMU was built plain. */
  readonly package: string;
}

export type QmpMessage =
  | { readonly kind: 'greeting'; readonly greeting: QmpGreeting }
  | { readonly kind: 'event'; readonly event: QmpEvent }
  | { readonly kind: 'return'; readonly id: string | undefined; readonly value: unknown }
  | {
      readonly kind: 'error';
      readonly id: string | undefined;
      readonly errorClass: string;
      readonly description: string;
    };

/** Reads one line of QMP. @throws VirtError INTERNAL_ERROR for what is no QMP message */
export function readQmpMessage(line: string): QmpMessage {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (reason) {
    throw new VirtError('INTERNAL_ERROR', 'QEMU', `monitor sent a line that is not JSON: ${line.slice(0, 120)}`, {
      cause: reason,
    });
  }
  if (!isObject(value)) throw new VirtError('INTERNAL_ERROR', 'QEMU', `monitor sent no object: ${line.slice(0, 120)}`);
  const id = typeof value['id'] === 'string' ? value['id'] : undefined;
  if ('return' in value) return { kind: 'return', id, value: value['return'] };
  if (isObject(value['error'])) {
    const { class: errorClass, desc } = value['error'];
    return {
      kind: 'error',
      id,
      errorClass: textOr(errorClass, 'GenericError'),
      description: textOr(desc, 'no description'),
    };
  }
  if (typeof value['event'] === 'string') return { kind: 'event', event: readEvent(value['event'], value) };
  if (isObject(value['QMP'])) return { kind: 'greeting', greeting: readGreeting(value['QMP']) };
  throw new VirtError('INTERNAL_ERROR', 'QEMU', `monitor sent an unknown message: ${line.slice(0, 120)}`);
}

/** Whether a value is a JSON object (not an array, not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readEvent(name: string, value: JsonObject): QmpEvent {
  const data = isObject(value['data']) ? value['data'] : {};
  const stamp = value['timestamp'];
  if (!isObject(stamp) || typeof stamp['seconds'] !== 'number' || stamp['seconds'] < 0) return { name, data };
  const microseconds = typeof stamp['microseconds'] === 'number' ? stamp['microseconds'] : 0;
  return { name, data, seconds: stamp['seconds'], microseconds };
}

function readGreeting(qmp: JsonObject): QmpGreeting {
  const version = isObject(qmp['version']) ? qmp['version'] : {};
  const numbers = isObject(version['qemu']) ? version['qemu'] : {};
  return {
    major: numberOr(numbers['major'], 0),
    minor: numberOr(numbers['minor'], 0),
    micro: numberOr(numbers['micro'], 0),
    package: textOr(version['package'], ''),
  };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
