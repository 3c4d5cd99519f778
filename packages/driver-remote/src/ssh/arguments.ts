import { VirtError } from '@tsvirt/util';
import type { RemoteTarget } from '../target/target.js';

/** Ways to log in, by libvirt's names, and what ssh calls them. */
const logins: Readonly<Record<string, string>> = {
  agent: 'publickey',
  privkey: 'publickey',
  password: 'password',
  'keyboard-interactive': 'keyboard-interactive',
};

/**
 * The arguments of the system's ssh for a target.
 * @param command one word for the far side's shell
 * @throws VirtError INVALID_ARG for a host, user or parameter that ssh must not get
 */
export function sshArguments(target: RemoteTarget, command: string): string[] {
  const { host, port, user, parameters } = target;
  const { keyfile, no_tty: noTty } = parameters;
  // ssh itself gets a `--` in front of the host; a user is an argument of its own.
  for (const word of [host, user ?? 'x']) {
    if (word.startsWith('-') || /[\0-\x20\x7f]/.test(word))
      throw new VirtError('INVALID_ARG', 'REMOTE', `'${word}' is no host or user for ssh`);
  }
  return [
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(user === undefined ? [] : ['-l', user]),
    ...(keyfile === undefined ? [] : ['-i', keyfile]),
    '-T',
    '-e',
    'none',
    ...(noTty ? option('BatchMode', 'yes') : []),
    ...hostKeyOptions(target),
    ...loginOptions(parameters.sshauth),
    '--',
    host,
    command,
  ];
}

function hostKeyOptions({ parameters }: RemoteTarget): string[] {
  const { no_verify: noVerify, known_hosts: file, known_hosts_verify: verify } = parameters;
  const from = file === undefined ? [] : option('UserKnownHostsFile', file);
  if (noVerify) return [...from, ...option('StrictHostKeyChecking', 'no')];
  switch (verify) {
    case undefined:
    case 'normal':
      return from;
    case 'auto':
      return [...from, ...option('StrictHostKeyChecking', 'accept-new')];
    case 'ignore':
      return [...option('UserKnownHostsFile', '/dev/null'), ...option('StrictHostKeyChecking', 'no')];
    default:
      throw new VirtError(
        'INVALID_ARG',
        'REMOTE',
        `known_hosts_verify is '${verify}', expected normal, auto or ignore`,
      );
  }
}

function loginOptions(list: string | undefined): string[] {
  if (list === undefined) return [];
  const names = list.split(',').map(name => {
    const login = Object.hasOwn(logins, name) ? logins[name] : undefined;
    if (login === undefined) {
      const expected = Object.keys(logins).join(', ');
      throw new VirtError('INVALID_ARG', 'REMOTE', `sshauth names '${name}', expected ${expected}`);
    }
    return login;
  });
  return option('PreferredAuthentications', [...new Set(names)].join(','));
}

function option(name: string, value: string): string[] {
  return ['-o', `${name}=${value}`];
}
