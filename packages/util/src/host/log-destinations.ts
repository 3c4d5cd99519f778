import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formatLogLine, type LogRecord, type LogSink, setLog } from '../log.js';
import type { LogDestination, LogFilter, LogLevel, LogOutput } from '../log-syntax.js';
import { VirtError } from '../virt-error.js';
import { UnixDatagramSender } from './datagram.js';

/** Takes records until it is closed. Closing waits for what is still on its way. */
interface Destination {
  write(record: LogRecord): void;
  close(): Promise<void>;
}

const syslogSocket = '/dev/log';
const journalSocket = '/run/systemd/journal/socket';
/** What waits for a slow disk before messages are dropped. */
const maxPendingBytes = 4 * 1024 * 1024;

/** Syslog's severities; facility 3 is that of daemons. */
const severity: Readonly<Record<LogLevel, number>> = { error: 3, warning: 4, info: 6, debug: 7 };
const facility = 3;

/** Where syslog and journal listen; other paths are for tests. */
export interface LogDestinationOptions {
  readonly syslogSocket?: string;
  readonly journalSocket?: string;
  /** The name that the journal files messages under; `tsvirtd` unless given. */
  readonly identifier?: string;
}

/** The outputs of a process's log, changed as a whole. */
export class LogDestinations implements AsyncDisposable {
  readonly #options: LogDestinationOptions;
  #open: Destination[] = [];
  #outputs: readonly LogOutput[] = [];

  constructor(options: LogDestinationOptions = {}) {
    this.#options = options;
  }

  /** The outputs in force, file paths made absolute. */
  get outputs(): readonly LogOutput[] {
    return this.#outputs;
  }

  /**
   * Opens these outputs, sends the process's log there, and closes the former ones. All or nothing.
   * @param settings level and filters to set in the same step; what is absent stays as it is
   * @throws SYSTEM_ERROR when a file cannot be opened, OPERATION_UNSUPPORTED for syslog and journald without native calls
   */
  async configure(
    outputs: readonly LogOutput[],
    settings: { readonly level?: LogLevel; readonly filters?: readonly LogFilter[] } = {},
  ): Promise<void> {
    const absolute = outputs.map(output =>
      output.kind === 'file' ? { ...output, path: resolve(output.path) } : output,
    );
    const opened: Destination[] = [];
    const sinks: LogSink[] = [];
    try {
      for (const output of absolute) {
        const destination = await this.#openDestination(output);
        opened.push(destination);
        sinks.push({ level: output.level, write: record => destination.write(record) });
      }
    } catch (reason) {
      await Promise.all(opened.map(destination => destination.close()));
      throw reason;
    }
    const former = this.#open;
    this.#open = opened;
    this.#outputs = absolute;
    setLog({ ...settings, sinks });
    await Promise.all(former.map(destination => destination.close()));
  }

  /** Sends the log nowhere, and waits until what was logged is written. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.configure([]);
  }

  async #openDestination(destination: LogDestination): Promise<Destination> {
    switch (destination.kind) {
      case 'stderr':
        return standardError;
      case 'file':
        return openLogFile(destination.path);
      case 'syslog':
        return openDatagrams(this.#options.syslogSocket ?? syslogSocket, record =>
          syslogMessage(record, destination.ident),
        );
      case 'journald':
        return openDatagrams(this.#options.journalSocket ?? journalSocket, record =>
          journalMessage(record, this.#options.identifier ?? 'tsvirtd'),
        );
      default:
        return destination satisfies never;
    }
  }
}

const standardError: Destination = {
  write: record => void process.stderr.write(`${formatLogLine(record, process.pid)}\n`),
  close: () => Promise.resolve(),
};

/** Appends lines to a file, several with each write while the disk is busy. */
class LogFile implements Destination {
  readonly #file: FileHandle;
  #lines: string[] = [];
  #pending = 0;
  #dropped = 0;
  #writing: Promise<void> | undefined;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  write(record: LogRecord): void {
    const line = `${formatLogLine(record, process.pid)}\n`;
    if (this.#pending + line.length > maxPendingBytes) {
      this.#dropped++;
      return;
    }
    this.#pending += line.length;
    this.#lines.push(line);
    this.#writing ??= this.#drain();
  }

  async #drain(): Promise<void> {
    while (this.#lines.length > 0) {
      const lines = this.#lines;
      this.#lines = [];
      this.#pending = 0;
      if (this.#dropped > 0) {
        lines.push(
          `${formatLogLine({ level: 'warning', source: 'log', message: `${this.#dropped} messages were lost`, timeMs: Date.now() }, process.pid)}\n`,
        );
        this.#dropped = 0;
      }
      try {
        await this.#file.appendFile(lines.join(''));
      } catch (reason) {
        // A log that cannot be written (a full disk) must not end the process; the reason goes where it can still be seen.
        process.stderr.write(`cannot write the log: ${String(reason)}\n`);
      }
    }
    this.#writing = undefined;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }
}

async function openLogFile(path: string): Promise<Destination> {
  try {
    return new LogFile(await open(path, 'a', 0o600));
  } catch (reason) {
    throw VirtError.system(reason, 'NONE', `cannot open log file '${path}'`);
  }
}

function openDatagrams(path: string, encode: (record: LogRecord) => Buffer): Destination {
  const sender = new UnixDatagramSender(path);
  return {
    write: record => void sender.send(encode(record)),
    close: () => Promise.resolve(sender[Symbol.dispose]()),
  };
}

/** A datagram of the syslog socket: `<PRI>Mon dd hh:mm:ss ident[pid]: message`, local time, one line. */
export function syslogMessage(record: LogRecord, ident: string): Buffer {
  const time = new Date(record.timeMs);
  const month =
    ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][time.getMonth()] ?? '';
  const stamp = `${month} ${String(time.getDate()).padStart(2)} ${time.toTimeString().slice(0, 8)}`;
  const priority = facility * 8 + severity[record.level];
  return Buffer.from(`<${priority}>${stamp} ${ident}[${process.pid}]: ${record.message.replaceAll('\n', ' ')}`);
}

/** A datagram of the journal's native protocol: a field a line, or name, length and bytes when the value has line feeds. */
export function journalMessage(record: LogRecord, identifier: string): Buffer {
  const fields: readonly (readonly [string, string])[] = [
    ['MESSAGE', record.message],
    ['PRIORITY', String(severity[record.level])],
    ['SYSLOG_FACILITY', String(facility)],
    ['SYSLOG_IDENTIFIER', identifier],
    ['SYSLOG_PID', String(process.pid)],
    ['LIBVIRT_SOURCE', record.source],
  ];
  return Buffer.concat(fields.map(([name, value]) => journalField(name, value)));
}

function journalField(name: string, value: string): Buffer {
  if (!value.includes('\n')) return Buffer.from(`${name}=${value}\n`);
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  return Buffer.concat([Buffer.from(`${name}\n`), length, bytes, Buffer.from('\n')]);
}
