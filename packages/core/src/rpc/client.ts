import type { NetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { logger, VirtError } from '@tsvirt/util';
import { whileCrowded } from '@tsvirt/util/host';
import type { CallOptions, Client } from '../contract/index.js';
import { wireArgs } from '../protocol/counted.js';
import { ConnectCloseReason } from '../protocol/enums/index.js';
import { decodeEvent, eventOf, type ReceivedEvent } from '../protocol/event-messages.js';
import { keepalive as keepaliveProgram } from '../protocol/keepalive.js';
import {
  beginPacket,
  decodeError,
  endPacket,
  MessageStatus,
  MessageType,
  packetMin,
  payloadReader,
} from '../protocol/packet.js';
import type { ArgsOf, Counted, Procedure, ProcedureTable, Program, RetOf, WireValue } from '../protocol/procedure.js';
import { farFromCaller } from './callers-stack.js';
import { Channel, type ChannelOwner } from './channel.js';
import { ClientStream, type ClientStreamHost } from './client-stream.js';
import { canPassFds, closeFds } from './fd-passing.js';
import { Keepalive } from './keepalive.js';
import { OutgoingGate } from './outgoing-gate.js';
import { PendingCall, PendingCalls } from './pending-calls.js';
import { sendStreamData, sendStreamError, sendStreamHole, sendStreamOk, type StreamId } from './stream-packets.js';

const log = logger('rpc.client');

/** How a client behaves. */
export interface RpcClientOptions {
  /** Programs whose events are understood. */
  readonly programs: readonly Program[];
  /** Called with each event, in the order of arrival. */
  readonly onEvent?: ((event: ReceivedEvent) => void) | undefined;
  /** Called once, when the connection is gone; the reason is absent when this side closed it. */
  readonly onClosed?: (reason: VirtError | undefined) => void;
  /** Milliseconds until a call fails with OPERATION_TIMEOUT, unless it says otherwise; absent: no limit. */
  readonly timeoutMs?: number | undefined;
  /** Silence of the server before it is asked whether it is there, once `startKeepalive` was called; 5000 unless given. */
  readonly keepaliveIntervalMs?: number | undefined;
  readonly keepaliveCount?: number | undefined;
}

/** What a caller may say about one call, besides the contract's options. */
export interface ClientCallOptions extends CallOptions {
  /** Descriptors to send along; they are closed here once sent. */
  readonly fds?: readonly number[] | undefined;
}

/** A reply with all that may come with it. */
export interface FullReply<R> {
  readonly ret: R;
  /** Descriptors that came with the reply; the caller's to close. */
  readonly fds: readonly number[];
  /** The stream that the call opened; undefined for procedures without one. */
  readonly stream: ClientStream | undefined;
}

/** The client half of the protocol over one connection: calls, their replies in any order, events and streams. */
export class RpcClient implements ChannelOwner, ClientStreamHost, AsyncDisposable {
  /** The connection's bytes. */
  readonly channel: Channel = new Channel(this);
  /** Holds back streams while the connection takes no more. */
  readonly gate: OutgoingGate = new OutgoingGate(this.channel);
  readonly #options: RpcClientOptions;
  readonly #programs: ReadonlyMap<number, Program>;
  readonly #calls = new PendingCalls();
  readonly #streams = new Map<number, ClientStream>();
  readonly #keepalive: Keepalive;
  #full = 0;
  #ending = false;
  #gone: VirtError | undefined;
  #closeReason: ConnectCloseReason | undefined;

  private constructor(options: RpcClientOptions) {
    this.#options = options;
    this.#programs = new Map(options.programs.map(program => [program.id, program]));
    this.#keepalive = new Keepalive(
      {
        lastReceivedMs: () => this.channel.lastSignOfLifeMs,
        ping: () => this.#sendKeepalive(keepaliveProgram.procedures.ping.number),
        lost: () => {
          this.#closeReason = ConnectCloseReason.keepalive;
          this.channel.destroy(new VirtError('RPC', 'RPC', 'the server did not answer keepalive messages'));
        },
      },
      options.keepaliveIntervalMs ?? 5000,
      options.keepaliveCount ?? 5,
    );
  }

  /** Connects to a socket; waits for one where too many wait already. @throws VirtError SYSTEM_ERROR when nobody listens there */
  static async connect(target: NetConnectOpts, options: RpcClientOptions, signal?: AbortSignal): Promise<RpcClient> {
    const attempt = async () => {
      const client = new RpcClient(options);
      await client.channel.connect(target, signal);
      return client;
    };
    try {
      return await whileCrowded(attempt, { domain: 'RPC', signal });
    } catch (reason) {
      if (VirtError.is(reason)) throw reason;
      throw VirtError.system(reason, 'RPC', `cannot connect to ${targetText(target)}`);
    }
  }

  /** Speaks over a stream that is there already. */
  static over(stream: Duplex, options: RpcClientOptions): RpcClient {
    const client = new RpcClient(options);
    client.channel.adopt(stream);
    return client;
  }

  /** Why the connection is gone; undefined while it is there. */
  get lostReason(): VirtError | undefined {
    return this.#gone;
  }

  /** How the connection ended; undefined while it is there. */
  get closeReason(): ConnectCloseReason | undefined {
    return this.#closeReason;
  }

  /** Whether this end of the connection could pass descriptors: it is a local socket, and the host has what it takes. */
  get canPassFds(): boolean {
    return this.channel.remoteAddress === undefined && this.channel.descriptor !== undefined && canPassFds();
  }

  /** Calls a procedure. @throws VirtError the server's, or OPERATION_ABORTED, OPERATION_TIMEOUT, RPC when the connection is lost */
  async call<T extends ProcedureTable, N extends keyof T & string>(
    program: Program<T>,
    name: N,
    args: ArgsOf<T[N]>,
    options?: ClientCallOptions,
  ): Promise<RetOf<T[N]>> {
    const reply = await this.callFully(program, name, args, options);
    closeFds(reply.fds);
    return reply.ret;
  }

  /** Calls a procedure that opens a stream or comes back with descriptors. */
  callFully<T extends ProcedureTable, N extends keyof T & string>(
    program: Program<T>,
    name: N,
    args: ArgsOf<T[N]>,
    options: ClientCallOptions = {},
  ): Promise<FullReply<RetOf<T[N]>>> {
    const procedure = program.procedureNamed(name);
    const values: WireValue = args;
    const { sparseFlag = 0, counted } = procedure.spec;
    const isSparse = (Number(values['flags'] ?? 0) & sparseFlag) !== 0;
    const call = new PendingCall<RetOf<T[N]>>(program, procedure, isSparse, reader => plainRet(procedure, reader));
    return counted?.rule === 'params' && counted.exact === true
      ? this.#sendCounted(call, counted, values, options)
      : this.#send(call, wireArgs(procedure, values), options);
  }

  /** Asks how many there are, and then for as many. */
  async #sendCounted<R>(
    call: PendingCall<R>,
    { ask, count, max }: Counted & { readonly rule: 'params' },
    values: WireValue,
    options: ClientCallOptions,
  ): Promise<FullReply<R>> {
    const { program, procedure } = call;
    const asking = new PendingCall<WireValue>(program, procedure, false, reader => procedure.decodeRet(reader));
    const { ret } = await this.#send(asking, { ...values, [ask]: 0 }, options);
    return this.#send(call, { ...values, [ask]: Math.min(Number(ret[count]), max) }, options);
  }

  #send<R>(call: PendingCall<R>, values: WireValue, options: ClientCallOptions): Promise<FullReply<R>> {
    const { program, procedure } = call;
    const { fds = [] } = options;
    if (this.#gone !== undefined || this.#ending) {
      closeFds(fds);
      return Promise.reject(this.#gone ?? closedHere());
    }
    const serial = this.#calls.add(call, {
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? this.#options.timeoutMs,
    });
    if (call.isSettled) {
      closeFds(fds);
      return call.reply;
    }
    const writer = this.channel.writer();
    const type = fds.length > 0 ? MessageType.callWithFds : MessageType.call;
    const start = beginPacket(writer, program.id, program.version, procedure.number, type, serial, MessageStatus.ok);
    try {
      if (fds.length > 0) writer.uint(fds.length);
      procedure.encodeArgs(writer, values);
      endPacket(writer, start);
    } catch (reason) {
      writer.reset(start);
      this.#calls.take(serial);
      call.fail(VirtError.wrap(reason, 'RPC'));
      closeFds(fds);
      return call.reply;
    }
    if (fds.length > 0) this.channel.sendFds(fds);
    return call.reply;
  }

  /** A program's procedures as functions. */
  proxy<T extends ProcedureTable>(program: Program<T>): Client<T> {
    const functions = new Map<string, unknown>();
    const target: object = {};
    const handler: ProxyHandler<object> = {
      get: (_, name) => {
        if (typeof name !== 'string' || !Object.hasOwn(program.procedures, name)) return undefined;
        let found = functions.get(name);
        if (found === undefined) {
          found = (args: ArgsOf<T[string]>, options?: CallOptions) => this.call(program, name, args, options);
          functions.set(name, found);
        }
        return found;
      },
      has: (_, name) => typeof name === 'string' && Object.hasOwn(program.procedures, name),
    };
    // Each name of the table gives a function that calls that procedure: what Client<T> says.
    return new Proxy(target, handler) as Client<T>;
  }

  /** Watches the server from here on; it must have agreed to answer (feature 10). */
  startKeepalive(): void {
    this.#keepalive.start();
  }

  /** Takes descriptors that come with replies; the server must have agreed to send them (feature 8). */
  receiveFds(): void {
    this.channel.receiveExactly();
  }

  /** Sends what is written and closes; calls without a reply fail. */
  close(): void {
    this.#ending = true;
    this.channel.end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  /** Part of `ChannelOwner`: a packet arrived. */
  packet(buffer: Buffer, start: number, end: number, fds: readonly number[]): void {
    const programId = buffer.readUInt32BE(start + 4);
    const procedure = buffer.readInt32BE(start + 12);
    const serial = buffer.readUInt32BE(start + 20);
    const status = buffer.readInt32BE(start + 24);
    const reader = () => payloadReader(buffer, start, end - start);
    switch (buffer.readInt32BE(start + 16)) {
      case MessageType.reply:
      case MessageType.replyWithFds:
        return this.#replied(serial, status, reader(), fds, buffer.readInt32BE(start + 16));
      case MessageType.message:
        return this.#message(programId, procedure, reader);
      case MessageType.stream:
        return this.#streamOf(serial)?.received(status, buffer.subarray(start + packetMin, end), reader);
      case MessageType.streamHole:
        return this.#streamOf(serial)?.receivedHole(reader());
      default:
        // A server that speaks of something newer; nothing waits for it.
        closeFds(fds);
    }
  }

  /** Part of `ChannelOwner`: everything that was written has left. */
  drained(): void {
    this.gate.drained();
  }

  /** Part of `ChannelOwner`: the connection is gone. */
  closed(reason: VirtError | undefined): void {
    const lost = this.#ending ? closedHere() : (reason ?? serverClosed());
    this.#gone = lost;
    const { client, eof, error } = ConnectCloseReason;
    this.#closeReason ??= this.#ending ? client : reason === undefined ? eof : error;
    this.#keepalive.stop();
    this.gate.lost(lost);
    this.#calls.lost(lost);
    for (const stream of Array.from(this.#streams.values())) stream.lost(lost);
    this.#options.onClosed?.(this.#ending ? undefined : lost);
  }

  /** Part of `ClientStreamHost`: sends a stream's bytes. */
  sendData(stream: ClientStream, data: Uint8Array): void {
    sendStreamData(this.channel, stream, data);
  }

  /** Part of `ClientStreamHost`: sends a stream's hole. */
  sendHole(stream: ClientStream, length: bigint): void {
    sendStreamHole(this.channel, stream, length);
  }

  /** Part of `ClientStreamHost`: asks for the confirmation that all arrived. */
  sendOk(stream: ClientStream): void {
    sendStreamOk(this.channel, stream);
  }

  /** Part of `ClientStreamHost`: gives a stream up. */
  sendError(stream: ClientStream): void {
    sendStreamError(this.channel, stream);
  }

  /** Part of `ClientStreamHost`: resolves when the server has taken enough. */
  writable(): Promise<void> {
    return this.gate.open();
  }

  /** Part of `ClientStreamHost`: a stream keeps more than its window allows, or no longer does. */
  pressure(full: boolean): void {
    const before = this.#full;
    this.#full += full ? 1 : -1;
    if (before === 0 && full) this.channel.pause();
    else if (this.#full === 0) this.channel.resume();
  }

  /** Part of `ClientStreamHost`: a stream is over. */
  ended(stream: ClientStream): void {
    this.#streams.delete(stream.serial);
  }

  #replied(
    serial: number,
    status: number,
    reader: ReturnType<typeof payloadReader>,
    fds: readonly number[],
    type: number,
  ) {
    const call = this.#calls.take(serial);
    if (call === undefined) {
      closeFds(fds);
      return;
    }
    try {
      if (type === MessageType.replyWithFds) reader.uint();
      if (status !== MessageStatus.ok) throw farFromCaller(decodeError(reader));
      const ret = call.procedure.spec.ret === undefined ? undefined : call.decode(reader);
      const stream = this.#openStream(call, serial);
      if (!call.succeed(ret, fds, stream)) {
        // The caller gave up before: nobody will use what came.
        stream?.abort();
        closeFds(fds);
      }
    } catch (reason) {
      closeFds(fds);
      const failure = VirtError.wrap(reason, 'RPC');
      call.stream?.lost(failure);
      call.fail(failure);
    }
  }

  /** The stream of a serial; a call's whose reply is still on its way begins with what arrives before it. */
  #streamOf(serial: number): ClientStream | undefined {
    const open = this.#streams.get(serial);
    if (open !== undefined) return open;
    const call = this.#calls.get(serial);
    return call === undefined ? undefined : this.#openStream(call, serial);
  }

  #openStream(call: PendingCall<unknown>, serial: number): ClientStream | undefined {
    if (call.stream !== undefined || call.procedure.spec.stream === undefined) return call.stream;
    const { id: programId, version: programVersion } = call.program;
    const id: StreamId = { programId, programVersion, procedure: call.procedure.number, serial };
    call.stream = new ClientStream(id, call.sparse, this);
    this.#streams.set(serial, call.stream);
    return call.stream;
  }

  #message(programId: number, procedure: number, reader: () => ReturnType<typeof payloadReader>): void {
    if (programId === keepaliveProgram.id) {
      if (procedure === keepaliveProgram.procedures.ping.number) {
        this.#sendKeepalive(keepaliveProgram.procedures.pong.number);
      }
      return;
    }
    const message = this.#programs.get(programId)?.event(procedure);
    const event = message === undefined ? undefined : eventOf(message);
    if (event === undefined) return;
    try {
      this.#options.onEvent?.(decodeEvent(event.name, event.form, reader()));
    } catch (reason) {
      log.warn(`event ${event.name}:`, reason);
    }
  }

  #sendKeepalive(procedure: number): void {
    if (this.channel.isClosed) return;
    const writer = this.channel.writer();
    const { id, version } = keepaliveProgram;
    endPacket(writer, beginPacket(writer, id, version, procedure, MessageType.message, 0, MessageStatus.ok));
  }
}

/** A result without the count that only the wire has. */
function plainRet(procedure: Procedure, reader: ReturnType<typeof payloadReader>): WireValue {
  const ret = procedure.decodeRet(reader);
  const { counted } = procedure.spec;
  if (counted === undefined || counted.rule === 'limit') return ret;
  const { [counted.count]: _, ...plain } = ret;
  return plain;
}

function closedHere(): VirtError {
  return new VirtError('RPC', 'RPC', 'the connection was closed');
}

function serverClosed(): VirtError {
  return new VirtError('RPC', 'RPC', 'the server closed the connection');
}

function targetText(target: NetConnectOpts): string {
  return 'path' in target ? `'${target.path}'` : `${target.host ?? 'localhost'}:${target.port}`;
}
