import { type LogFilter, type LogLevel, logLevelNumber, matchesSource } from './log-syntax.js';

/** One message on its way to the sinks. */
export interface LogRecord {
  readonly level: LogLevel;
  /** Who speaks, with dots: `qemu.monitor`. */
  readonly source: string;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly timeMs: number;
}

/** Something that takes messages from a level on. `write` must neither throw nor wait. */
export interface LogSink {
  readonly level: LogLevel;
  write(record: LogRecord): void;
}

/** What decides which messages are made and where they go. */
export interface LogSettings {
  /** Messages below it are dropped unless a filter matches their source. */
  readonly level: LogLevel;
  /** The first filter that matches a source counts. */
  readonly filters: readonly LogFilter[];
  readonly sinks: readonly LogSink[];
}

/** A function instead of a text is called only when the message is not filtered out. */
export type LogPart = unknown;

/** Writes messages of one source. Parts are joined with blanks; errors give their message, at debug their stack. */
export interface Logger {
  readonly source: string;
  /** Whether a message of this level would be made: worth asking before collecting what it says. */
  isEnabled(level: LogLevel): boolean;
  debug(...parts: readonly LogPart[]): void;
  info(...parts: readonly LogPart[]): void;
  warn(...parts: readonly LogPart[]): void;
  error(...parts: readonly LogPart[]): void;
}

const consoleSink: LogSink = {
  level: 'warning',
  write: record => console.error(formatLogLine(record)),
};

let settings: LogSettings = { level: 'warning', filters: [], sinks: [consoleSink] };
/** Rises with each change of the settings, so that a logger knows when what it remembers is old. */
let generation = 1;

/** The settings in force. Until they are changed: warnings and errors, to the console. */
export function logSettings(): LogSettings {
  return settings;
}

/** Changes the settings of this process; what is not given stays. */
export function setLog(change: Partial<LogSettings>): void {
  settings = { ...settings, ...change };
  generation++;
}

/** A logger for one source. Cheap: nothing is looked up until it is used, and filters only after they changed. */
export function logger(source: string): Logger {
  let known = 0;
  let threshold = 0;
  const isEnabled = (level: LogLevel): boolean => {
    if (known !== generation) {
      const filter = settings.filters.find(({ match }) => matchesSource(match, source));
      threshold = logLevelNumber(filter?.level ?? settings.level);
      known = generation;
    }
    return logLevelNumber(level) >= threshold;
  };
  const at =
    (level: LogLevel) =>
    (...parts: readonly LogPart[]): void => {
      if (isEnabled(level)) deliver({ level, source, message: messageOf(level, parts), timeMs: Date.now() });
    };
  return { source, isEnabled, debug: at('debug'), info: at('info'), warn: at('warning'), error: at('error') };
}

/** Hands a finished record to every sink that takes its level. */
export function deliver(record: LogRecord): void {
  const number = logLevelNumber(record.level);
  for (const sink of settings.sinks) {
    if (number >= logLevelNumber(sink.level)) sink.write(record);
  }
}

function messageOf(level: LogLevel, parts: readonly LogPart[]): string {
  return parts.map(part => textOf(level, part)).join(' ');
}

function textOf(level: LogLevel, part: LogPart): string {
  if (typeof part === 'string') return part;
  if (typeof part === 'function') return textOf(level, part());
  if (part instanceof Error) return level === 'debug' ? (part.stack ?? part.message) : part.message;
  if (typeof part === 'object' && part !== null) {
    return JSON.stringify(part, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  }
  return String(part);
}

/**
 * A record as libvirt's log files show it: `2026-01-01 00:00:00.000+0000: PID: warning : source : message`.
 * A message's line feeds are kept, so one record may be several lines.
 * @param pid left out with its colon when there is none (a browser)
 */
export function formatLogLine(record: LogRecord, pid?: number): string {
  const time = new Date(record.timeMs).toISOString().replace('T', ' ').replace('Z', '+0000');
  const who = pid === undefined ? '' : `${pid}: `;
  return `${time}: ${who}${record.level} : ${record.source} : ${record.message}`;
}
