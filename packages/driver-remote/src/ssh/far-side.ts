import { VirtError } from '@tsvirt/util';
import type { ProxyMode } from '../target/client-config.js';

/** What is to be reached at the far side. */
export interface FarSide {
  /** The URI that the daemon there will be asked to open; the programs there choose the daemon by it. */
  readonly uri: string;
  /** The daemon's socket; undefined: the usual one. */
  readonly socket: string | undefined;
  /** What takes the place of `nc`. */
  readonly netcat: string | undefined;
}

const usualSocket = '/var/run/libvirt/libvirt-sock';

/**
 * The command for the far side's shell: one word that every shell there takes apart alike. In this order it tries tsvirt's
 * own program, libvirt's (which knows no other socket than the usual one), and netcat.
 * @throws VirtError INVALID_ARG for what the proxy mode has no use for
 */
export function farSideCommand(side: FarSide, proxy: ProxyMode, readOnly: boolean): string {
  if (proxy === 'native' && side.netcat !== undefined)
    throw new VirtError('INVALID_ARG', 'REMOTE', "netcat is given, and proxy is 'native'");
  return `sh -c ${quoted(script(side, proxy, readOnly))}`;
}

function script(side: FarSide, proxy: ProxyMode, readOnly: boolean): string {
  const netcat = netcatCommand(side, readOnly);
  const flag = readOnly ? '-r ' : '';
  const uri = quoted(side.uri);
  const socket = side.socket === undefined ? '' : `-s ${quoted(side.socket)} `;
  const own = `exec tsvirt-ssh-helper ${flag}${socket}${uri}`;
  const theirs = `exec virt-ssh-helper ${flag}${uri}`;
  // libvirt's helper would go to the usual socket whatever the URI says.
  const takesTheirs = side.socket === undefined && side.netcat === undefined;
  switch (proxy) {
    case 'netcat':
      return netcat;
    case 'native':
      return `${ifThere('tsvirt-ssh-helper', own)} ${theirs}`;
    case 'auto':
      if (side.netcat !== undefined) return netcat;
      return [
        ifThere('tsvirt-ssh-helper', own),
        ...(takesTheirs ? [ifThere('virt-ssh-helper', theirs)] : []),
        netcat,
      ].join(' ');
    default:
      return proxy satisfies never;
  }
}

function ifThere(program: string, command: string): string {
  return `if command -v ${program} >/dev/null 2>&1; then ${command}; fi;`;
}

/** Some versions stay when their input ends unless they are told to leave, and others do not know that option. */
function netcatCommand({ netcat = 'nc', socket }: FarSide, readOnly: boolean): string {
  const program = quoted(netcat);
  const path = quoted(socket ?? `${usualSocket}${readOnly ? '-ro' : ''}`);
  return `if ${program} -h 2>&1 | grep -q -e '-q '; then exec ${program} -q 0 -U ${path}; else exec ${program} -U ${path}; fi`;
}

/** A word for a POSIX shell, whatever is in it. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
