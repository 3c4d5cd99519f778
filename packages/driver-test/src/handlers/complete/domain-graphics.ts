import { Socket } from 'node:net';
import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainEventGraphicsAddressType as AddressType,
  DomainEventGraphicsPhase as Phase,
  DomainOpenGraphicsFlags,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { socketPair } from '@tsvirt/util/host';
import { closeFiles } from '../../domain/passed-files.js';
import type { TestDomain } from '../../domain/test-domain.js';
import { VncDisplay } from '../../domain/vnc-display.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';

/** Displays that take clients who come with a socket of their own. */
const openable: readonly string[] = ['vnc', 'spice'];

/** Displays of guests, for clients that do not come over a network. */
export function domainGraphicsHandlers(host: TestHost): DriverHandlers {
  /** The kind of a running guest's display. */
  const displayOf = (dom: NonnullDomain, index: number, flags: number, what: string) => {
    checkFlags(flags, DomainOpenGraphicsFlags.skipauth, what);
    const domain = host.domains.findActive(dom);
    const display = domain.definition.devices.graphics[index];
    if (display === undefined) throw new VirtError('INTERNAL_ERROR', 'TEST', `No graphics backend with index ${index}`);
    const { type } = display.kind;
    if (!openable.includes(type))
      throw new VirtError('INTERNAL_ERROR', 'TEST', `Can only open VNC or SPICE graphics backends, not ${type}`);
    return { domain, type };
  };

  const serve = (domain: TestDomain, type: string, fd: number): void => {
    const stream = socketOf(fd);
    const { displays } = domain.runtime;
    displays.add(stream);
    const tell = (phase: number): void => emitGraphics(host, domain, type, phase);
    tell(Phase.connect);
    const leave = (): void => {
      displays.delete(stream);
      tell(Phase.disconnect);
    };
    stream.once('close', leave);
    // A client that does not keep to the protocol, or is cut off, is hung up on, which is told as its leaving.
    stream.on('error', () => {});
    if (type === 'vnc')
      new VncDisplay(stream, domain.name)
        .serve(() => tell(Phase.initialize))
        .then(
          () => stream.destroy(),
          () => stream.destroy(),
        );
    else stream.resume();
  };

  return {
    domainOpenGraphics({ dom, idx, flags }, call) {
      const fd = onlyFd(call);
      try {
        const { domain, type } = displayOf(dom, idx, flags, 'domainOpenGraphics');
        serve(domain, type, fd);
      } catch (reason) {
        closeFiles([fd]);
        throw reason;
      }
    },

    domainOpenGraphicsFD({ dom, idx, flags }, call) {
      const { domain, type } = displayOf(dom, idx, flags, 'domainOpenGraphicsFD');
      const [ours, theirs] = socketPair();
      call.replyFds([theirs]);
      serve(domain, type, ours);
    },
  };
}

function onlyFd({ fds }: Call): number {
  const [fd] = fds;
  if (fd !== undefined && fds.length === 1) return fd;
  closeFiles(fds);
  throw new VirtError('INVALID_ARG', 'TEST', `${fds.length} descriptors for a display: expected one`);
}

/** @throws VirtError INVALID_ARG for a descriptor that is no socket */
function socketOf(fd: number): Socket {
  try {
    return new Socket({ fd, readable: true, writable: true });
  } catch (reason) {
    throw new VirtError('INVALID_ARG', 'TEST', 'the descriptor for a display is not a socket', { cause: reason });
  }
}

/** A client with a socket of its own has no address. */
function emitGraphics(host: TestHost, domain: TestDomain, type: string, phase: number): void {
  if (!host.events.wanted('domainGraphics')) return;
  const nowhere = { family: AddressType.unix, node: '', service: '' };
  host.events.emit('domainGraphics', {
    dom: domain.reference,
    phase,
    local: nowhere,
    remote: nowhere,
    authScheme: type === 'vnc' ? 'none' : 'spice',
    subject: [],
  });
}
