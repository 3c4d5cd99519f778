import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { VirtError, VirUri } from '@tsvirt/util';
import { localSocket } from '@tsvirt/util/host';
import { dialSocket } from '../transport/dial.js';

/** What the near side asks for. */
export interface HelperArguments {
  /** The URI that it will open: chooses the daemon. Empty: no one in particular. */
  readonly uri: string;
  readonly readOnly: boolean;
  readonly socket: string | undefined;
}

/** Reads `[-r] [-s SOCKET] URI`. @throws VirtError INVALID_ARG */
export function readHelperArguments(args: readonly string[]): HelperArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { readonly: { type: 'boolean', short: 'r' }, socket: { type: 'string', short: 's' } },
    });
    const [uri, ...more] = positionals;
    if (uri === undefined || more.length > 0) throw new Error('expected one URI');
    return { uri, readOnly: values.readonly ?? false, socket: values.socket };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new VirtError('INVALID_ARG', 'REMOTE', `${why}; usage: tsvirt-ssh-helper [-r] [-s SOCKET] URI`, { cause });
  }
}

/** Joins this process's standard streams with the daemon's socket, until the daemon closes it. */
export async function connectStandardStreams({ uri: text, readOnly, socket }: HelperArguments): Promise<void> {
  const uri = text === '' ? undefined : VirUri.parse(text);
  const path = socket ?? (await localSocket({ driver: uri?.driver, path: uri?.path ?? '', readOnly, mode: 'auto' }));
  const daemon = await dialSocket({ path }, `cannot connect to socket '${path}'`, AbortSignal.timeout(dialLimitMs));
  // When the near side is done the daemon is told, and closes; a daemon that is gone ends the other direction as well.
  pipeline(process.stdin, daemon).catch(() => {});
  await pipeline(daemon, process.stdout, { end: false });
}

const dialLimitMs = 30_000;
