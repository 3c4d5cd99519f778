import { VirtError } from '@tsvirt/util';
import type { Awaitable, EventHub, Occurrence } from '../contract/index.js';
import type { EventForm, EventName, EventObject } from '../protocol/event-catalogue.js';
import { encodeEvent, eventMessage } from '../protocol/event-messages.js';
import { encodePacket, MessageStatus, MessageType } from '../protocol/packet.js';
import { qemu } from '../protocol/qemu.js';
import { remote } from '../protocol/remote/index.js';
import { isVisible } from './access-checks.js';
import type { OpenedConnection } from './connection-opener.js';
import { sessionBounds } from './limits.js';
import type { Session } from './session.js';

/** What a client subscribed to. */
interface Entry {
  readonly hub: EventHub;
  readonly object: EventObject;
  readonly callbackID: number;
}

/** libvirt numbers its event messages 1; clients don't look. */
const eventSerial = 1;

/** The last event made into a packet: all clients of a driver get the same one, one after the other. */
let encoded: { occurrence: Occurrence; form: EventForm; packet: Buffer } | undefined;

/** The event subscriptions of one client. */
export class Subscriptions {
  readonly #session: Session;
  readonly #opened: OpenedConnection;
  readonly #callbacks = new Map<string, Entry>();
  readonly #legacy = new Map<EventName, Entry>();
  #closeNotice: (() => void) | undefined;
  #over = false;

  constructor(session: Session, opened: OpenedConnection) {
    this.#session = session;
    this.#opened = opened;
  }

  /** Where events about an object kind come out, or undefined when the connection has none. */
  hub(object: Exclude<EventObject, 'connect'>): Awaitable<EventHub | undefined> {
    return this.#opened.hubFor(object);
  }

  /**
   * Subscribes in callback form.
   * @param wanted a last choice by content, for events of which a client may want some
   * @returns the callback id
   */
  add(
    hub: EventHub,
    name: EventName,
    kind: EventObject,
    object: string | undefined,
    wanted: (occurrence: Occurrence) => boolean = () => true,
  ): number {
    if (this.#callbacks.size >= sessionBounds.subscriptions) {
      throw new VirtError('RESOURCE_BUSY', 'RPC', `this client has ${sessionBounds.subscriptions} event callbacks`);
    }
    this.#checkOpen();
    let id = -1;
    id = hub.subscribe(name, object, occurrence => {
      if (wanted(occurrence)) this.#pass(occurrence, 'callback', id);
    });
    this.#callbacks.set(`${kind} ${id}`, { hub, object: kind, callbackID: id });
    return id;
  }

  /** @returns false when the client has no such callback */
  remove(kind: EventObject, callbackID: number): boolean {
    const key = `${kind} ${callbackID}`;
    const entry = this.#callbacks.get(key);
    if (entry === undefined) return false;
    this.#callbacks.delete(key);
    entry.hub.unsubscribe(callbackID);
    return true;
  }

  /** Subscribes the old way. @returns false when that was done before */
  addLegacy(hub: EventHub, name: EventName): boolean {
    if (this.#legacy.has(name)) return false;
    this.#checkOpen();
    const callbackID = hub.subscribe(name, undefined, occurrence => this.#pass(occurrence, 'legacy', -1));
    this.#legacy.set(name, { hub, object: 'domain', callbackID });
    return true;
  }

  /** @returns false when there is no such subscription */
  removeLegacy(name: EventName): boolean {
    const entry = this.#legacy.get(name);
    if (entry === undefined) return false;
    this.#legacy.delete(name);
    entry.hub.unsubscribe(entry.callbackID);
    return true;
  }

  /** Passes on the news that the driver lost its connection. @returns false when the driver never says so */
  watchClose(): void {
    this.#closeNotice ??=
      this.#opened.onLost?.(reason => {
        const { id, version } = remote;
        const { number } = remote.eventNamed('connectEventConnectionClosed');
        const header = { program: id, version, procedure: number, serial: eventSerial, ...messageOk };
        this.#session.sendEvent(encodePacket(header, writer => writer.int(reason)));
      }) ?? (() => {});
  }

  /** @returns false when it was not watched */
  unwatchClose(): boolean {
    if (this.#closeNotice === undefined) return false;
    this.#closeNotice();
    this.#closeNotice = undefined;
    return true;
  }

  /** Ends all of them, for good. */
  clear(): void {
    this.#over = true;
    for (const { hub, callbackID } of this.#callbacks.values()) hub.unsubscribe(callbackID);
    for (const { hub, callbackID } of this.#legacy.values()) hub.unsubscribe(callbackID);
    this.#callbacks.clear();
    this.#legacy.clear();
    this.unwatchClose();
  }

  /** A driver's events may come so late that nobody is there any more to end the subscription. */
  #checkOpen(): void {
    if (this.#over) throw new VirtError('RPC', 'RPC', 'the client closed the connection');
  }

  #pass(occurrence: Occurrence, form: EventForm, callbackID: number): void {
    const session = this.#session;
    const filter = session.service.isOpen ? undefined : eventMessage(occurrence.name, form)?.spec.aclFilter;
    if (filter === undefined) return this.#send(occurrence, form, callbackID);
    isVisible(filter, occurrence.payload, session.accessSubject).then(
      visible => {
        if (visible) this.#send(occurrence, form, callbackID);
      },
      // A policy that fails shows nothing.
      () => {},
    );
  }

  #send(occurrence: Occurrence, form: EventForm, callbackID: number): void {
    this.#session.sendEvent(packetOf(occurrence, form), form === 'callback' ? callbackID : undefined);
  }
}

const messageOk = { type: MessageType.message, status: MessageStatus.ok } as const;

function packetOf(occurrence: Occurrence, form: EventForm): Buffer {
  if (encoded?.occurrence === occurrence && encoded.form === form) return encoded.packet;
  const message = eventMessage(occurrence.name, form);
  if (message === undefined) throw new Error(`event ${occurrence.name} has no ${form} form`);
  const { id, version } = occurrence.name === 'monitor' ? qemu : remote;
  const body = encodeEvent(occurrence.name, form, occurrence.payload);
  const header = { program: id, version, procedure: message.number, serial: eventSerial, ...messageOk };
  const packet = encodePacket(header, writer => writer.bytes(body));
  encoded = { occurrence, form, packet };
  return packet;
}
