import { VirtError } from '@tsvirt/util';
import { daemonMode } from '@tsvirt/util/host';
import { sshArguments } from '../ssh/arguments.js';
import { farSideCommand } from '../ssh/far-side.js';
import { proxyMode } from '../target/client-config.js';
import type { RemoteTarget } from '../target/target.js';
import type { Dial } from './dial.js';
import { dialProcess } from './process-stream.js';

/** Variables that ssh may need to log in: agents, and programs that ask for a password. */
const passed = [
  'SSH_AUTH_SOCK',
  'SSH_ASKPASS',
  'SSH_ASKPASS_REQUIRE',
  'KRB5CCNAME',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
];

/** A daemon on a host that one can log in to by ssh, through its Unix socket there. */
export const dialSsh: Dial = (target, { readOnly, signal, config }) => {
  const { parameters, host } = target;
  if ((daemonMode(parameters.mode) ?? config.mode) === 'direct')
    throw new VirtError('OPERATION_UNSUPPORTED', 'REMOTE', 'mode=direct with ssh: the far side chooses the daemon');
  const command = farSideCommand(farSide(target), proxyMode(parameters.proxy) ?? config.proxy ?? 'auto', readOnly);
  const program = parameters.command ?? 'ssh';
  return dialProcess([program, ...sshArguments(target, command)], {
    name: `ssh to ${host}`,
    environment: passedOn(),
    signal,
  });
};

function farSide({ inner, parameters: { socket, netcat } }: RemoteTarget) {
  return { uri: inner, socket, netcat };
}

function passedOn(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of passed) {
    const value = process.env[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}
