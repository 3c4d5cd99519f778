import {
  type EventEntry,
  type EventForm,
  type EventName,
  type EventPayloads,
  eventCatalogue,
  eventEntries,
} from './event-catalogue.js';
import type { EventMessage } from './procedure.js';
import { qemu } from './qemu.js';
import { remote } from './remote/index.js';
import { struct, type Xdr } from './xdr.js';
import type { XdrReader } from './xdr-reader.js';
import { XdrWriter } from './xdr-writer.js';

const entries: Readonly<Record<EventName, EventEntry>> = eventCatalogue;
const codecs = new Map<string, Xdr<object>>();
const byMessage = new Map<EventMessage, { readonly name: EventName; readonly form: EventForm }>();

/** The message that carries an event in a form, or undefined when the event has no such form. */
export function eventMessage(name: EventName, form: EventForm): EventMessage | undefined {
  const entry = entries[name];
  const message = form === 'callback' ? entry.callback : entry.legacy;
  if (message === undefined) return undefined;
  const program: { eventNamed(name: string): EventMessage } = entry.program === 'qemu' ? qemu : remote;
  return program.eventNamed(message);
}

/** Which event a message carries, and in which form. */
export function eventOf(message: EventMessage): { readonly name: EventName; readonly form: EventForm } | undefined {
  if (byMessage.size === 0) {
    for (const [name] of eventEntries) {
      for (const form of ['callback', 'legacy'] as const) {
        const known = eventMessage(name, form);
        if (known !== undefined) byMessage.set(known, { name, form });
      }
    }
  }
  return byMessage.get(message);
}

/**
 * The body of an event's message. In the callback form its first word is the callback id, 0 here: a server encodes
 * once and puts each subscriber's id into a copy (`patchCallbackId`).
 * @throws Error when the event has no such form
 */
export function encodeEvent<N extends EventName>(name: N, form: EventForm, payload: EventPayloads[N]): Buffer {
  const writer = new XdrWriter(512);
  if (form === 'callback') writer.int(0);
  codec(name, form).encode(writer, payload);
  return writer.copy();
}

/** A copy of an event's body in callback form, for the subscriber with that id. */
export function patchCallbackId(body: Buffer, callbackID: number): Buffer {
  const copy = Buffer.from(body);
  copy.writeInt32BE(callbackID, 0);
  return copy;
}

/** An event as a client received it. `callbackID` is absent in the legacy form. */
export type ReceivedEvent = {
  readonly [N in EventName]: {
    readonly name: N;
    readonly payload: EventPayloads[N];
    readonly callbackID: number | undefined;
  };
}[EventName];

/**
 * Reads the body of an event's message. A payload that only its callback form has (`reason` of the power management
 * events) is 0 in the legacy one.
 */
export function decodeEvent(name: EventName, form: EventForm, reader: XdrReader): ReceivedEvent {
  const callbackID = form === 'callback' ? reader.int() : undefined;
  const said = codec(name, form).decode(reader);
  const payload = form === 'legacy' && entries[name].legacyFields !== undefined ? { reason: 0, ...said } : said;
  // The codec of that name made the payload, so name and payload belong together.
  return { name, payload, callbackID } as ReceivedEvent;
}

function codec(name: EventName, form: EventForm): Xdr<object> {
  const key = `${name} ${form}`;
  let found = codecs.get(key);
  if (found === undefined) {
    const entry = entries[name];
    if ((form === 'callback' ? entry.callback : entry.legacy) === undefined)
      throw new Error(`event ${name} has no ${form} form`);
    // The fields' exact type is the payload's; here it only passes through.
    found = struct(form === 'legacy' ? (entry.legacyFields ?? entry.fields) : entry.fields) as Xdr<object>;
    codecs.set(key, found);
  }
  return found;
}
