import { parseArgs } from 'node:util';

/** A TCP address as `--listen` names it. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** What the command line asks for. Absent: the configuration or the layout decides. */
export interface Options {
  readonly config: string | undefined;
  readonly root: string | undefined;
  readonly layout: 'tsvirt' | 'libvirt';
  readonly listen: readonly ListenAddress[];
  /** `--listen` without an address, as libvirtd has it: the configuration's listen_* keys count. */
  readonly listenConfigured: boolean;
  readonly driverPaths: readonly string[];
  readonly pidFile: string | undefined;
  /** Seconds without a client after which the daemon ends. */
  readonly timeoutSeconds: number | undefined;
  readonly verbose: boolean;
  readonly show: 'help' | 'version' | undefined;
}

/** A command line that asks for something that there is not; the message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What `--help` prints. */
export const usage = `Usage:
  tsvirtd [options]

Options:
  -h | --help              Show this text
  -V | --version           Show the version
  -v | --verbose           Log informational messages, and say what was opened and found
  -f | --config FILE       Configuration file, with the keys of libvirtd.conf
       --root DIR          Keep everything under DIR: etc, run, lib, cache, log
       --layout NAME       Folders of 'tsvirt' (default) or of 'libvirt'
  -l | --listen [HOST:PORT]
                           Serve TCP at this address, or as the configuration's listen_* keys say
       --driver-path DIR   Also look for drivers in DIR, a package or a folder of packages (repeatable)
  -p | --pid-file FILE     Write the process id to FILE
  -t | --timeout SECONDS   End after so long without a client
`;

const maxTimeoutSeconds = 2_147_483;

/**
 * Reads the command line.
 * @param argv the arguments, without the program's
 * @throws UsageError naming the argument that is wrong
 */
export function parseOptions(argv: readonly string[]): Options {
  const values = parse(argv.map((argument, index) => bareListen(argument, argv[index + 1])));
  if (values.root !== undefined && values.layout !== undefined) {
    throw new UsageError('--root and --layout both choose the folders: give one of them');
  }
  const layout = values.layout ?? 'tsvirt';
  if (layout !== 'tsvirt' && layout !== 'libvirt')
    throw new UsageError(`--layout is '${layout}', expected tsvirt or libvirt`);
  return {
    config: values.config,
    root: nonEmpty('--root', values.root),
    layout,
    listen: (values.listen ?? []).map(parseListenAddress),
    listenConfigured: values.l ?? false,
    driverPaths: values['driver-path'] ?? [],
    pidFile: nonEmpty('--pid-file', values['pid-file']),
    timeoutSeconds: values.timeout === undefined ? undefined : parseTimeout(values.timeout),
    verbose: values.verbose ?? false,
    show: values.help === true ? 'help' : values.version === true ? 'version' : undefined,
  };
}

function parse(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      strict: true,
      allowPositionals: false,
      options: {
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'V' },
        verbose: { type: 'boolean', short: 'v' },
        config: { type: 'string', short: 'f' },
        root: { type: 'string' },
        layout: { type: 'string' },
        listen: { type: 'string', multiple: true },
        l: { type: 'boolean', short: 'l' },
        'driver-path': { type: 'string', multiple: true },
        'pid-file': { type: 'string', short: 'p' },
        timeout: { type: 'string', short: 't' },
      },
    });
    return values;
  } catch (reason) {
    const text = reason instanceof Error ? reason.message : String(reason);
    throw new UsageError(text.split(/\.\s|\n/, 1)[0] ?? text);
  }
}

/** `--listen` with no address behind it is `-l`. */
function bareListen(argument: string, next: string | undefined): string {
  return argument === '--listen' && (next === undefined || next.startsWith('-')) ? '-l' : argument;
}

function nonEmpty(name: string, value: string | undefined): string | undefined {
  if (value === '') throw new UsageError(`${name} is empty`);
  return value;
}

/** @throws UsageError for what is not HOST:PORT (an IPv6 address in brackets) */
export function parseListenAddress(text: string): ListenAddress {
  const match = /^(?:\[([0-9a-fA-F:.%]+)\]|([^:\s]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65_535) throw new UsageError(`--listen is '${text}', expected HOST:PORT`);
  return { host, port };
}

function parseTimeout(text: string): number {
  const seconds = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (seconds < 1 || seconds > maxTimeoutSeconds) {
    throw new UsageError(`--timeout is '${text}', expected 1 to ${maxTimeoutSeconds} seconds`);
  }
  return seconds;
}
