import type { Duplex } from 'node:stream';
import { logger, VirtError } from '@tsvirt/util';
import type { Identity } from '../contract/index.js';
import { ClientTransport } from '../protocol/enums/index.js';
import { checkAsked, wireRet } from '../protocol/counted.js';
import { keepalive as keepaliveProgram } from '../protocol/keepalive.js';
import {
  beginPacket,
  encodeError,
  endPacket,
  MessageStatus,
  MessageType,
  packetMin,
  payloadReader,
} from '../protocol/packet.js';
import type { WireValue } from '../protocol/procedure.js';
import type { XdrReader } from '../protocol/xdr-reader.js';
import { type AccessSubject, checkAcl, filtered } from './access-checks.js';
import { apiDomain } from './api-domain.js';
import { checkArguments } from './argument-rules.js';
import { Channel, type ChannelOwner } from './channel.js';
import { closeFds } from './fd-passing.js';
import { Keepalive } from './keepalive.js';
import { sessionBounds } from './limits.js';
import { PeerIdentity } from './peer-identity.js';
import { isPromise, refusedReadOnly, rpcError } from './refusals.js';
import type { AnyHandler, Route, ServedProgram } from './served-program.js';
import { ServerCall } from './server-call.js';
import type { Service } from './service.js';
import { SessionConnection } from './session-connection.js';
import { SessionStreams } from './session-streams.js';

const log = logger('rpc.session');

/** Who serves a session. */
export interface SessionHost {
  readonly maxClientRequests: number;
  readonly keepaliveIntervalMs: number;
  readonly keepaliveCount: number;
  authenticated(session: Session): void;
  closed(session: Session): void;
}

/** Reasons why a client is not read from; bits. */
const gates = { calls: 1, outgoing: 2, streams: 4 } as const;

/** One client: its authentication, its connection, its calls at work, its streams and subscriptions. */
export class Session implements ChannelOwner {
  /** Unique among the clients of its server. */
  readonly id: bigint;
  /** Milliseconds since 1970. */
  readonly connectedAtMs = Date.now();
  /** The socket's service that it came by: what it may do, and how it proves who it is. */
  readonly service: Service;
  /** The server that it is a client of. */
  readonly host: SessionHost;
  /** Who the client is. */
  readonly identity: PeerIdentity;
  /** What the client opened. */
  readonly connection = new SessionConnection(this);
  /** The connection's bytes. */
  readonly channel: Channel = new Channel(this);
  readonly #programs: ReadonlyMap<number, ServedProgram>;
  readonly #keepalive: Keepalive;
  readonly #atWork = new Set<ServerCall>();
  readonly #streams: SessionStreams;
  #authenticated: boolean;
  #gates = 0;
  #closing = false;
  #lost: VirtError | undefined;

  constructor(id: bigint, service: Service, host: SessionHost) {
    this.id = id;
    this.service = service;
    this.host = host;
    this.identity = new PeerIdentity(this.channel);
    this.#programs = service.programsById;
    this.#authenticated = service.authenticator === undefined;
    this.#streams = new SessionStreams(this.channel, full => this.#gate(gates.streams, full));
    this.#keepalive = new Keepalive(
      {
        lastReceivedMs: () => this.channel.lastSignOfLifeMs,
        ping: () => this.#sendKeepalive(keepaliveProgram.procedures.ping.number),
        lost: () => this.close(new VirtError('RPC', 'RPC', 'the client did not answer keepalive messages')),
      },
      host.keepaliveIntervalMs,
      host.keepaliveCount,
    );
  }

  /** Starts to serve. */
  start(stream: Duplex): void {
    this.channel.adopt(stream);
  }

  /** Whether the client has proven who it is, or need not. */
  get isAuthenticated(): boolean {
    return this.#authenticated;
  }

  /** A `ClientTransport`. */
  get transport(): number {
    return this.isNetwork ? ClientTransport.tcp : ClientTransport.unix;
  }

  /** Whether the client came over the network. */
  get isNetwork(): boolean {
    return this.channel.remoteAddress !== undefined;
  }

  /** The socket or the client said so. */
  get readOnly(): boolean {
    return this.service.readOnly || this.connection.readOnly;
  }

  /** Why the client is gone; undefined while it is there. */
  get lostReason(): VirtError | undefined {
    return this.#lost;
  }

  /** Calls at work. */
  get callsAtWork(): number {
    return this.#atWork.size;
  }

  /** Whom access is checked for. */
  get accessSubject(): AccessSubject {
    return { policy: this.service.policy, identity: this.identity, driver: this.connection.driverName };
  }

  /** The client has proven who it is, or need not. */
  authenticate(proven?: Identity): void {
    if (this.#authenticated) return;
    this.identity.saslUserName = proven?.saslUserName;
    this.#authenticated = true;
    this.host.authenticated(this);
  }

  /** The client answers keepalive messages: from here on its silence is noticed. */
  startKeepalive(): void {
    this.#keepalive.start();
  }

  /** Closes the connection once the reply to the call at work has left. */
  closeAfterReply(): void {
    this.#closing = true;
  }

  /** Disconnects the client. */
  close(reason?: VirtError): void {
    if (reason !== undefined) log.info(`client ${this.id}:`, reason);
    this.channel.destroy(reason);
  }

  /**
   * Sends an event message, which other clients may get as well.
   * @param callbackID what its payload begins with for this client; absent: as it is
   * @returns false when the client had to be given up because it does not read
   */
  sendEvent(packet: Buffer, callbackID?: number): boolean {
    if (this.channel.isClosed) return false;
    if (this.channel.outgoing > sessionBounds.events) {
      log.warn(`client ${this.id} does not read its events and is disconnected`);
      this.close(new VirtError('RPC', 'RPC', 'the client does not read its events'));
      return false;
    }
    this.channel.sendShared(packet, callbackID);
    return true;
  }

  /** Part of `ChannelOwner`: a packet arrived. */
  packet(buffer: Buffer, start: number, end: number, fds: readonly number[]): void {
    const programId = buffer.readUInt32BE(start + 4);
    const programVersion = buffer.readUInt32BE(start + 8);
    const procedure = buffer.readInt32BE(start + 12);
    const type = buffer.readInt32BE(start + 16);
    const serial = buffer.readUInt32BE(start + 20);
    const status = buffer.readInt32BE(start + 24);
    switch (type) {
      case MessageType.call:
        return this.#call(
          { programId, programVersion, procedure, serial },
          status,
          payloadReader(buffer, start, end - start),
          fds,
        );
      case MessageType.callWithFds: {
        const reader = payloadReader(buffer, start, end - start);
        if (reader.remaining >= 4) reader.uint();
        return this.#call({ programId, programVersion, procedure, serial }, status, reader, fds);
      }
      case MessageType.stream:
        return this.#streams.packet(
          { programId, programVersion, procedure, serial },
          status,
          buffer.subarray(start + packetMin, end),
        );
      case MessageType.streamHole:
        return this.#streams.hole(
          { programId, programVersion, procedure, serial },
          payloadReader(buffer, start, end - start),
        );
      case MessageType.message:
        if (programId === keepaliveProgram.id && procedure === keepaliveProgram.procedures.ping.number) {
          this.#sendKeepalive(keepaliveProgram.procedures.pong.number);
        }
        return;
      default:
        // A reply, or a type that does not exist: libvirt's daemon ignores it as well.
        closeFds(fds);
    }
  }

  /** Part of `ChannelOwner`: everything that was written has left. */
  drained(): void {
    if (this.channel.outgoing <= sessionBounds.outgoing) this.#gate(gates.outgoing, false);
    this.#streams.drained();
  }

  /** Part of `ChannelOwner`: the client is gone. */
  closed(reason: VirtError | undefined): void {
    const lost = reason ?? new VirtError('RPC', 'RPC', 'the client closed the connection');
    this.#lost = lost;
    this.#keepalive.stop();
    this.#streams.lost(lost);
    for (const call of this.#atWork) call.abort(lost);
    this.connection.close();
    this.host.closed(this);
  }

  #call(id: CallId, status: number, reader: XdrReader, fds: readonly number[]): void {
    let call: ServerCall | undefined;
    try {
      const route = this.#admit(id, status);
      const { procedure } = route;
      const args = procedure.decodeArgs(reader);
      checkAsked(procedure, args);
      const { stream, sparseFlag } = procedure.spec;
      if (stream !== undefined) this.#streams.checkRoom(id.serial);
      const sparse = sparseFlag !== undefined && (Number(args['flags']) & sparseFlag) !== 0;
      call = new ServerCall(this, procedure, id.serial, fds, sparse);
      const ret = this.#serve(route, args, call);
      if (isPromise(ret)) this.#later(id, call, args, ret);
      else this.#reply(id, call, args, ret);
    } catch (reason) {
      if (call === undefined) closeFds(fds);
      this.#refuse(id, call, reason);
    }
  }

  /** @throws VirtError when there is no such call, or not for a client that is not authenticated yet */
  #admit({ programId, programVersion, procedure }: CallId, status: number): Route {
    const served = this.#programs.get(programId);
    if (served === undefined || served.program.version !== programVersion) {
      throw rpcError(`Cannot find program ${programId} version ${programVersion}`);
    }
    if (status !== MessageStatus.ok) throw rpcError(`Unexpected message status ${status >>> 0}`);
    const route = served.route(procedure);
    if (route === undefined) throw rpcError(`unknown procedure: ${procedure}`);
    if (!this.#authenticated && route.procedure.spec.beforeAuth !== true) throw rpcError('authentication required');
    return route;
  }

  #serve({ procedure, own }: Route, args: WireValue, call: ServerCall): unknown {
    const { connection } = this;
    const handler = own ?? connection.handler(procedure.name);
    if (this.readOnly && refusedReadOnly(procedure, args)) {
      throw new VirtError('OPERATION_DENIED', apiDomain(procedure), `read only access prevents ${procedure.apiName}`);
    }
    checkArguments(procedure, args);
    if (handler === undefined) throw new VirtError('NO_SUPPORT', apiDomain(procedure), procedure.apiName);
    if (this.service.isOpen || !connection.isOpen) {
      call.handOver();
      return handler(args, call);
    }
    return this.#serveChecked(procedure, args, call, handler);
  }

  /** With an access policy in force: its checks before, its filter after. */
  async #serveChecked(
    procedure: Route['procedure'],
    args: WireValue,
    call: ServerCall,
    handler: AnyHandler,
  ): Promise<unknown> {
    const subject = this.accessSubject;
    await checkAcl(procedure, args, subject);
    call.handOver();
    const ret = await handler(args, call);
    return ret === undefined ? ret : filtered(procedure, ret, subject);
  }

  #later(id: CallId, call: ServerCall, args: WireValue, ret: PromiseLike<unknown>): void {
    this.#atWork.add(call);
    if (this.#atWork.size >= this.host.maxClientRequests) this.#gate(gates.calls, true);
    ret.then(
      value => {
        this.#settle(call);
        this.#answer(id, call, args, value);
      },
      (reason: unknown) => {
        this.#settle(call);
        this.#refuse(id, call, reason);
      },
    );
  }

  #settle(call: ServerCall): void {
    this.#atWork.delete(call);
    if (this.#atWork.size < this.host.maxClientRequests) this.#gate(gates.calls, false);
  }

  #answer(id: CallId, call: ServerCall, args: WireValue, ret: unknown): void {
    try {
      this.#reply(id, call, args, ret);
    } catch (reason) {
      this.#refuse(id, call, reason);
    }
  }

  /** @throws what the result's encoding throws; nothing of it is sent then */
  #reply(id: CallId, call: ServerCall, args: WireValue, ret: unknown): void {
    const fds = call.takeReplyFds();
    if (this.channel.isClosed) {
      closeFds(fds);
      // What the handler opened for its stream is closed by whoever serves the stream.
      if (call.served !== undefined) this.#openStream(id, call, call.served);
      return;
    }
    const type = fds.length > 0 ? MessageType.replyWithFds : MessageType.reply;
    const writer = this.channel.writer();
    const start = beginPacket(writer, id.programId, id.programVersion, id.procedure, type, id.serial, MessageStatus.ok);
    try {
      if (fds.length > 0) writer.uint(fds.length);
      const { procedure } = call;
      // The handler's type, by the procedure's table, is what the encoder takes.
      if (procedure.spec.ret !== undefined) procedure.encodeRet(writer, wireRet(procedure, ret as WireValue, args));
      endPacket(writer, start);
    } catch (reason) {
      writer.reset(start);
      closeFds(fds);
      throw reason;
    }
    if (fds.length > 0) this.channel.sendFds(fds);
    if (call.served !== undefined) this.#openStream(id, call, call.served);
    this.#sent();
  }

  #refuse(id: CallId, call: ServerCall | undefined, reason: unknown): void {
    call?.closeFds();
    if (this.channel.isClosed) return;
    const error = VirtError.wrap(reason, call?.procedure === undefined ? 'RPC' : this.connection.errorDomain);
    if (!VirtError.is(reason)) log.error(`${call?.procedure.name ?? 'a call'} failed:`, reason);
    const { programId, programVersion, procedure, serial } = id;
    const writer = this.channel.writer();
    const start = beginPacket(
      writer,
      programId,
      programVersion,
      procedure,
      MessageType.reply,
      serial,
      MessageStatus.error,
    );
    try {
      encodeError(writer, error);
    } catch (failure) {
      // A text too long to be sent; its code and domain still say most of it.
      writer.reset(start + packetMin);
      log.error('an error could not be sent:', failure);
      encodeError(writer, new VirtError(error.code, error.domain));
    }
    endPacket(writer, start);
    this.#sent();
  }

  #sent(): void {
    if (this.channel.outgoing > sessionBounds.outgoing) this.#gate(gates.outgoing, true);
    if (this.#closing) this.channel.end();
  }

  #openStream(id: CallId, call: ServerCall, serve: NonNullable<ServerCall['served']>): void {
    const { stream: direction } = call.procedure.spec;
    if (direction === undefined) return;
    const stream = this.#streams.open(id, direction, call.sparse);
    const domain = this.connection.errorDomain;
    if (this.#lost !== undefined) stream.lost(this.#lost);
    // Runs in a turn of its own, so that the reply goes first; `run` reports failures to the client by itself.
    queueMicrotask(() => void stream.run(serve, reason => VirtError.wrap(reason, domain)));
  }

  #sendKeepalive(procedure: number): void {
    if (this.channel.isClosed) return;
    const writer = this.channel.writer();
    const { id, version } = keepaliveProgram;
    endPacket(writer, beginPacket(writer, id, version, procedure, MessageType.message, 0, MessageStatus.ok));
    this.#sent();
  }

  #gate(gate: number, shut: boolean): void {
    const before = this.#gates;
    this.#gates = shut ? before | gate : before & ~gate;
    if (before === 0 && this.#gates !== 0) this.channel.pause();
    else if (before !== 0 && this.#gates === 0) this.channel.resume();
  }
}

/** What a reply repeats of its call. */
interface CallId {
  readonly programId: number;
  readonly programVersion: number;
  readonly procedure: number;
  readonly serial: number;
}
