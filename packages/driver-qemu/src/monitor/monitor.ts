import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { isErrno, VirtError } from '@tsvirt/util';
import { sendFd } from '@tsvirt/util/host';
import { LineReader } from './line-reader.js';
import { type JsonObject, type QmpEvent, type QmpGreeting, readQmpMessage } from './qmp-message.js';

/** How long one command may take where the caller says nothing. */
export const defaultCommandTimeoutMs = 30_000;

/** How many commands may be without an answer, each given up by its caller, before no more are sent to a QEMU that hangs. */
export const maxUnanswered = 256;

/** What the ids of commands begin with, whoever of ours sends them. */
const idPrefix = 'tsvirt-';

/** The command that ends the negotiation with which QEMU's side of a connection begins. */
const negotiation = 'qmp_capabilities';

/** How often a descriptor is offered to a QEMU that does not read just now, in milliseconds. */
const offerPauseMs = 5;

export interface MonitorOptions {
  /** The guest's name, for messages. */
  readonly name: string;
  readonly onEvent?: (event: QmpEvent) => void;
  /** Called once, after the last event, when the connection has ended for whatever reason. */
  readonly onClose?: (reason: VirtError | undefined) => void;
  readonly signal?: AbortSignal;
  /** Limit for the greeting and the negotiation. */
  readonly timeoutMs?: number;
}

export interface ExecuteOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

interface Pending {
  readonly command: string;
  resolve(value: unknown): void;
  reject(reason: VirtError): void;
}

/** An error that QEMU answered to a command: the class is QMP's (`GenericError`, `DeviceNotFound`). */
export class QmpError extends VirtError {
  readonly errorClass: string;
  /** QEMU's own words. */
  readonly description: string;

  constructor(command: string, errorClass: string, description: string) {
    super('INTERNAL_ERROR', 'QEMU', `unable to execute QEMU command '${command}': ${description}`);
    this.errorClass = errorClass;
    this.description = description;
  }
}

/**
 * The control connection to one QEMU process. Commands carry ids and may overlap; QEMU answers them in turn. A command
 * that QEMU doesn't answer fails alone, by its own limit, and its late answer is dropped, as are answers to commands of an
 * earlier connection. When the connection ends every
 * command that waits fails, then `onClose` is called.
 */
export class Monitor {
  readonly #socket: net.Socket;
  readonly #name: string;
  readonly #onEvent: (event: QmpEvent) => void;
  readonly #onClose: (reason: VirtError | undefined) => void;
  readonly #pending = new Map<string, Pending>();
  readonly #late = new Set<string>();
  /** Unlike that of any other connection: QEMU gives the answer to a command whose sender has left to whoever comes next. */
  readonly #series = `${idPrefix}${randomBytes(6).toString('hex')}-`;
  #nextId = 1;
  #failure: VirtError | undefined;
  #closed = false;
  #greeted: Pending | undefined;
  #passing: Promise<unknown> = Promise.resolve();

  private constructor(socket: net.Socket, options: MonitorOptions) {
    this.#socket = socket;
    this.#name = options.name;
    this.#onEvent = options.onEvent ?? (() => {});
    this.#onClose = options.onClose ?? (() => {});
    const lines = new LineReader(line => this.#receive(line));
    socket.on('data', chunk => this.#guard(() => lines.push(chunk)));
    // A process that ends with something unread resets the connection; that is its end, and no failure of the monitor.
    socket.on('error', reason => {
      if (!isErrno(reason, 'ECONNRESET', 'EPIPE')) this.#fail(reason);
    });
    socket.on('close', () => this.#ended());
  }

  /**
   * Connects to a monitor's socket, reads the greeting and leaves negotiation mode. QEMU may still be starting:
   * a listening socket takes the connection before QEMU accepts it.
   * @throws VirtError INTERNAL_ERROR when the socket can't be reached or says something else than QMP, OPERATION_TIMEOUT
   */
  static async open(path: string, options: MonitorOptions): Promise<{ monitor: Monitor; greeting: QmpGreeting }> {
    const monitor = new Monitor(net.connect(path), options);
    try {
      const greeting = await monitor.#greeting(options);
      await monitor.#send(negotiation, undefined, options);
      return { monitor, greeting };
    } catch (reason) {
      monitor.close();
      throw reason;
    }
  }

  /** Whether the connection stands. */
  get isOpen(): boolean {
    return !this.#closed && this.#failure === undefined;
  }

  /**
   * Runs a command and returns what QEMU answers, unchecked.
   * @throws QmpError when QEMU refuses, OPERATION_TIMEOUT, OPERATION_ABORTED, OPERATION_FAILED when the process ends first
   */
  async execute(command: string, args?: JsonObject, options: ExecuteOptions = {}): Promise<unknown> {
    try {
      return await this.#send(command, args, options);
    } catch (reason) {
      if (!isAboutNegotiation(reason)) throw reason;
      // While QEMU starts, two of its threads may greet the same connection: the second forgets what the first agreed to, and
      // runs nothing until that is said again.
      await this.#send(negotiation, undefined, options).catch((refusal: unknown) => {
        if (!isAboutNegotiation(refusal)) throw refusal; // another command has said it meanwhile
      });
      return await this.#send(command, args, options);
    }
  }

  #send(command: string, args: JsonObject | undefined, options: ExecuteOptions): Promise<unknown> {
    if (!this.isOpen) return Promise.reject(this.#gone());
    if (this.#late.size >= maxUnanswered) return Promise.reject(this.#silent());
    const id = `${this.#series}${this.#nextId++}`;
    const message = args === undefined ? { execute: command, id } : { execute: command, arguments: args, id };
    return this.#wait(command, options, pending => {
      this.#pending.set(id, pending);
      this.#socket.write(`${JSON.stringify(message)}\n`);
      return () => {
        this.#pending.delete(id);
        this.#late.add(id);
      };
    });
  }

  /**
   * Gives QEMU a descriptor, for a later command that refers to it by name (QMP getfd). QEMU keeps its copy until such a
   * command, or `closefd`, takes it; the caller's stays open here.
   * @throws as `execute` does; OPERATION_UNSUPPORTED without native calls
   */
  passFd(fd: number, fdname: string, options: ExecuteOptions = {}): Promise<void> {
    // QEMU keeps one descriptor for the next command that asks: another must not come before that is answered.
    const passed = this.#passing.then(() => this.#passOne(fd, fdname, options));
    this.#passing = passed.catch(() => {}); // its caller's to report
    return passed;
  }

  async #passOne(fd: number, fdname: string, options: ExecuteOptions): Promise<void> {
    await this.#offer(fd, options);
    await this.execute('getfd', { fdname }, options);
  }

  /** Sends a descriptor on a blank between two commands, which stands for nothing in JSON. */
  async #offer(fd: number, { signal, timeoutMs = defaultCommandTimeoutMs }: ExecuteOptions): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      if (!this.isOpen) throw this.#gone();
      if (signal?.aborted) throw VirtError.aborted(signal.reason, 'QEMU');
      const on = this.#descriptor;
      // What is still to be written may be half a command.
      const isFree = on !== undefined && this.#socket.writableLength === 0;
      if (isFree && sendFd(on, fd, Buffer.from(' ')) !== undefined) return;
      if (performance.now() > deadline) throw this.#unanswered('getfd', timeoutMs);
      await pause(offerPauseMs);
    }
  }

  get #descriptor(): number | undefined {
    // Node keeps the number on the undocumented handle; a handle without it only means that nothing can be passed.
    const handle: unknown = Reflect.get(this.#socket, '_handle');
    const fd: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
    return typeof fd === 'number' && fd >= 0 ? fd : undefined;
  }

  /** Ends the connection; QEMU goes on and takes another one. */
  close(): void {
    this.#socket.destroy();
  }

  #greeting(options: MonitorOptions): Promise<QmpGreeting> {
    return this.#wait('greeting', options, pending => {
      this.#greeted = pending;
      return () => {
        this.#greeted = undefined;
      };
    }) as Promise<QmpGreeting>; // `#receive` resolves the greeting's wait with nothing else
  }

  #wait(command: string, options: ExecuteOptions, start: (pending: Pending) => () => void): Promise<unknown> {
    const { signal, timeoutMs = defaultCommandTimeoutMs } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(VirtError.aborted(signal.reason, 'QEMU'));
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
      };
      const cancel = start({
        command,
        resolve: value => {
          settle();
          resolve(value);
        },
        reject: reason => {
          settle();
          reject(reason);
        },
      });
      const giveUp = (reason: VirtError) => {
        settle();
        cancel();
        reject(reason);
      };
      const timer = setTimeout(() => giveUp(this.#unanswered(command, timeoutMs)), timeoutMs);
      const aborted = () => giveUp(VirtError.aborted(signal?.reason, 'QEMU'));
      signal?.addEventListener('abort', aborted, { once: true });
    });
  }

  #receive(line: string): void {
    if (line.trim() === '') return;
    const message = readQmpMessage(line);
    switch (message.kind) {
      case 'event':
        return this.#onEvent(message.event);
      case 'greeting':
        this.#greeted?.resolve(message.greeting);
        this.#greeted = undefined;
        return;
      case 'return':
        return this.#take(message.id, line)?.resolve(message.value);
      case 'error': {
        const pending = this.#take(message.id, line);
        return pending?.reject(new QmpError(pending.command, message.errorClass, message.description));
      }
      default:
        return message satisfies never;
    }
  }

  /** The command that is answered; undefined where nobody waits for the answer any more. */
  #take(id: string | undefined, line: string): Pending | undefined {
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (id === undefined || pending === undefined) {
      const isOfEarlier = id?.startsWith(idPrefix) === true && !id.startsWith(this.#series);
      if (id !== undefined && (isOfEarlier || this.#late.delete(id))) return undefined;
      const what = `monitor answered a command that nobody sent: ${line.slice(0, 120)}`;
      throw new VirtError('INTERNAL_ERROR', 'QEMU', `domain '${this.#name}': ${what}`);
    }
    this.#pending.delete(id);
    return pending;
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (reason) {
      this.#fail(reason);
      this.#socket.destroy();
    }
  }

  #fail(reason: unknown): void {
    this.#failure ??= VirtError.is(reason)
      ? reason
      : new VirtError('INTERNAL_ERROR', 'QEMU', `domain '${this.#name}': monitor connection failed: ${text(reason)}`, {
          cause: reason,
        });
  }

  #ended(): void {
    if (this.#closed) return;
    this.#closed = true;
    const reason = this.#gone();
    this.#greeted?.reject(reason);
    for (const pending of this.#pending.values()) pending.reject(reason);
    this.#pending.clear();
    this.#onClose(this.#failure);
  }

  #unanswered(command: string, timeoutMs: number): VirtError {
    const what = `no answer to '${command}' within ${timeoutMs} ms`;
    return new VirtError('OPERATION_TIMEOUT', 'QEMU', `domain '${this.#name}': ${what}`);
  }

  #silent(): VirtError {
    const what = `its monitor has left ${maxUnanswered} commands without an answer`;
    return new VirtError('OPERATION_TIMEOUT', 'QEMU', `domain '${this.#name}': ${what}`);
  }

  #gone(): VirtError {
    return (
      this.#failure ?? new VirtError('OPERATION_FAILED', 'QEMU', `domain '${this.#name}': QEMU closed its monitor`)
    );
  }
}

/** QEMU refuses all other commands before the negotiation has ended, and this one after. */
function isAboutNegotiation(reason: unknown): boolean {
  return (
    reason instanceof QmpError &&
    reason.errorClass === 'CommandNotFound' &&
    /capabilities negotiation/i.test(reason.description)
  );
}

function text(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
