import { close } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import { DomainOpenGraphicsFlags, type NonnullDomain } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { socketPair } from '@tsvirt/util/host';
import { requireActive } from '../domain/domain-registry.js';
import { monitorOf } from '../domain/monitor-of.js';
import type { QemuHost } from '../host.js';
import { checkFlags } from './flags.js';

/** The name under which QEMU keeps a client's socket until its display takes it. */
const fdname = 'graphicsfd';

/** Displays of guests, for clients that come with a socket of their own instead of over a network. */
export function domainGraphicsHandlers(host: QemuHost): DriverHandlers {
  /** Makes a socket a client of a guest's display. QEMU takes a copy of the descriptor. */
  async function connect(dom: NonnullDomain, index: number, flags: number, fd: number, call: Call): Promise<void> {
    const domain = host.domains.findActive(dom);
    const protocol = protocolOf(domain.live.definition.devices.graphics[index]?.kind.type, index);
    await using _job = await domain.jobs.begin('modify', call.signal);
    requireActive(domain);
    const monitor = monitorOf(domain);
    const options = { signal: call.signal };
    await monitor.passFd(fd, fdname, options);
    const skipauth = (flags & DomainOpenGraphicsFlags.skipauth) !== 0;
    try {
      await monitor.execute('add_client', { protocol, fdname, skipauth }, options);
    } catch (reason) {
      // One that QEMU has not taken is not kept; that it has taken it, or is gone, is no further error.
      await monitor.execute('closefd', { fdname }).catch(() => {});
      throw reason;
    }
  }

  return {
    async domainOpenGraphics({ dom, idx, flags }, call) {
      try {
        checkFlags(flags, DomainOpenGraphicsFlags.skipauth, 'virDomainOpenGraphics');
        await connect(dom, idx, flags, await onlySocket(call), call);
      } finally {
        closeFds(call.fds);
      }
    },

    async domainOpenGraphicsFD({ dom, idx, flags }, call) {
      checkFlags(flags, DomainOpenGraphicsFlags.skipauth, 'virDomainOpenGraphicsFD');
      const [ours, theirs] = socketPair();
      try {
        await connect(dom, idx, flags, theirs, call);
      } catch (reason) {
        closeFds([ours]);
        throw reason;
      } finally {
        closeFds([theirs]);
      }
      call.replyFds([ours]);
    },
  };
}

/** @throws INTERNAL_ERROR for a display that is not there, or takes no clients */
function protocolOf(type: string | undefined, index: number): 'vnc' | 'spice' {
  if (type === 'vnc' || type === 'spice') return type;
  const what =
    type === undefined
      ? `No graphics backend with index ${index}`
      : `Can only open VNC or SPICE graphics backends, not ${type}`;
  throw new VirtError('INTERNAL_ERROR', 'QEMU', what);
}

/** QEMU takes what is no socket without a word, and drops it. @throws INVALID_ARG */
async function onlySocket({ fds }: Call): Promise<number> {
  const [fd] = fds;
  if (fd === undefined || fds.length !== 1)
    throw new VirtError('INVALID_ARG', 'QEMU', `${fds.length} descriptors for a display: expected one`);
  if (!(await stat(`/proc/self/fd/${fd}`)).isSocket())
    throw new VirtError('INVALID_ARG', 'QEMU', `fd ${fd} must be a socket`);
  return fd;
}

function closeFds(fds: readonly number[]): void {
  // Nothing can be done about a close that fails, and the number is free in any case.
  for (const fd of fds) close(fd, () => {});
}
