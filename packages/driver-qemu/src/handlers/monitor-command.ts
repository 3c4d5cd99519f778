import type { DriverHandlers } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import { requireActive } from '../domain/domain-registry.js';
import type { QemuHost } from '../host.js';
import { isObject } from '../monitor/qmp-message.js';
import { QmpError } from '../monitor/monitor.js';
import { monitorOf } from '../domain/monitor-of.js';
import { checkFlags } from './flags.js';

/** The command is a line for humans instead of JSON. */
const humanFlag = 1;

/** A guest's monitor in the caller's own hands. */
export function monitorCommandHandlers(host: QemuHost): DriverHandlers {
  return {
    async domainMonitorCommand({ dom, cmd, flags }, call) {
      checkFlags(flags, humanFlag, 'virDomainQemuMonitorCommand');
      const domain = host.domains.findActive(dom);
      await using _job = await domain.jobs.begin('modify', call.signal);
      requireActive(domain);
      const monitor = monitorOf(domain);
      const options = { signal: call.signal };
      if ((flags & humanFlag) !== 0) {
        const text = await monitor.execute('human-monitor-command', { 'command-line': cmd }, options);
        return { result: typeof text === 'string' ? text : '' };
      }
      const { execute, args } = parseCommand(cmd);
      try {
        return { result: JSON.stringify({ return: await monitor.execute(execute, args, options), id: 'libvirt-1' }) };
      } catch (reason) {
        if (!(reason instanceof QmpError)) throw reason;
        return {
          result: JSON.stringify({ id: 'libvirt-1', error: { class: reason.errorClass, desc: reason.description } }),
        };
      }
    },
  };
}

function parseCommand(text: string): { execute: string; args: Readonly<Record<string, unknown>> | undefined } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (reason) {
    throw new VirtError('INTERNAL_ERROR', 'QEMU', 'cannot parse json: the monitor command is not JSON', {
      cause: reason,
    });
  }
  if (!isObject(value) || typeof value['execute'] !== 'string')
    throw new VirtError('INVALID_ARG', 'QEMU', "a monitor command is an object with 'execute'");
  const args = value['arguments'];
  return { execute: value['execute'], args: isObject(args) ? args : undefined };
}
