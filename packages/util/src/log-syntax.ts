import { VirtError } from './virt-error.js';

/** How weighty a message is. The numbers 1 to 4 of the settings are these, in this order. */
export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

const levels: readonly LogLevel[] = ['debug', 'info', 'warning', 'error'];

/** The number of a level in settings: 1 debug, 2 info, 3 warning, 4 error. */
export function logLevelNumber(level: LogLevel): number {
  return levels.indexOf(level) + 1;
}

/** The level that a number or a name (`1`, `debug`) means, or undefined. */
export function parseLogLevel(text: string | number): LogLevel | undefined {
  const number = Number(text);
  if (Number.isInteger(number)) return levels[number - 1];
  const name = String(text) === 'warn' ? 'warning' : String(text);
  return levels.find(level => level === name);
}

/** Messages whose source matches are logged from this level on, whatever the general level says. */
export interface LogFilter {
  readonly level: LogLevel;
  /** Part of a source's name; `*` stands for any text, `?` for any character. */
  readonly match: string;
}

/** Where messages go. */
export type LogDestination =
  | { readonly kind: 'stderr' }
  | { readonly kind: 'journald' }
  | { readonly kind: 'syslog'; readonly ident: string }
  | { readonly kind: 'file'; readonly path: string };

/** A destination and the least level that it takes. */
export type LogOutput = LogDestination & { readonly level: LogLevel };

/**
 * Reads filters, `3:remote 1:qemu`.
 * @throws INVALID_ARG naming the filter that is not one
 */
export function parseLogFilters(text: string): LogFilter[] {
  return words(text).map(word => {
    const [priority = '', pattern] = word.split(':');
    if (pattern === undefined) throw invalid(`Malformed format for filter '${word}'`);
    const level = levelOf(priority);
    if (level === undefined) throw invalid(`Invalid priority '${priority}' for filter '${word}'`);
    // An old form asked for a stack trace with a plus sign; it is accepted and means nothing more.
    const match = pattern.startsWith('+') ? pattern.slice(1) : pattern;
    if (match === '') throw invalid(`Invalid match string '${match}'`);
    return { level, match };
  });
}

/** Filters as the admin interface shows them: `1:*qemu* `, each with the stars that it stands for and a blank behind. */
export function formatLogFilters(filters: readonly LogFilter[]): string {
  return filters.map(({ level, match }) => `${logLevelNumber(level)}:*${match}* `).join('');
}

/**
 * Reads outputs, `1:file:/var/log/x.log 3:stderr`. Of several with the same destination the last one counts.
 * @throws INVALID_ARG naming the output that is not one
 */
export function parseLogOutputs(text: string): LogOutput[] {
  const outputs: LogOutput[] = [];
  for (const word of words(text)) {
    const output = parseOutput(word);
    const twin = outputs.findIndex(other => sameDestination(other, output));
    if (twin >= 0) outputs.splice(twin, 1);
    outputs.push(output);
  }
  return outputs;
}

function parseOutput(word: string): LogOutput {
  const [priority = '', kind, value, ...rest] = word.split(':');
  if (kind === undefined) throw invalid(`Malformed format for log output '${word}'`);
  const level = levelOf(priority);
  if (level === undefined) throw invalid(`Invalid log priority '${priority}' for log output '${word}'`);
  const fits = rest.length === 0;
  switch (kind) {
    case 'stderr':
    case 'journald':
      if (fits && value === undefined) return { level, kind };
      break;
    case 'syslog':
      if (fits && value !== undefined && value !== '') return { level, kind, ident: value };
      break;
    case 'file':
      if (fits && value !== undefined && value !== '') return { level, kind, path: value };
      break;
    default:
      throw invalid(`Invalid log destination '${kind}' for log output '${word}'`);
  }
  throw invalid(`Log output '${word}' does not meet the format requirements for destination type '${kind}'`);
}

/** Outputs in the form in which they are read, with blanks between. */
export function formatLogOutputs(outputs: readonly LogOutput[]): string {
  return outputs.map(output => `${logLevelNumber(output.level)}:${formatDestination(output)}`).join(' ');
}

function formatDestination(destination: LogDestination): string {
  switch (destination.kind) {
    case 'stderr':
    case 'journald':
      return destination.kind;
    case 'syslog':
      return `syslog:${destination.ident}`;
    case 'file':
      return `file:${destination.path}`;
    default:
      return destination satisfies never;
  }
}

function sameDestination(one: LogDestination, other: LogDestination): boolean {
  return formatDestination(one) === formatDestination(other);
}

/** Whether a source's name contains the pattern; `*` and `?` are wildcards. */
export function matchesSource(pattern: string, source: string): boolean {
  const glob = `*${pattern}*`;
  let at = 0;
  let star = -1;
  let resume = 0;
  let index = 0;
  // The usual two-pointer walk: at most one star is ever gone back to, so no pattern takes exponential time.
  while (index < source.length) {
    if (glob[at] === '*') {
      star = at++;
      resume = index;
    } else if (glob[at] === '?' || glob[at] === source[index]) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (glob[at] === '*') at++;
  return at === glob.length;
}

function words(text: string): string[] {
  return text.split(' ').filter(word => word !== '');
}

function levelOf(text: string): LogLevel | undefined {
  return /^0*[1-4]$/.test(text) ? levels[Number(text) - 1] : undefined;
}

function invalid(detail: string): VirtError {
  return new VirtError('INVALID_ARG', 'NONE', detail);
}
