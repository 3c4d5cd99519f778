import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainInterfaceAddressesSource as Source,
  DomainProcessSignal,
  DomainSetTimeFlags,
  DomainSetUserPasswordFlags,
  IPAddrType,
  KeycodeSet,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { screenshot } from '../defaults/screenshot.js';
import { guestFilesystems, requireMountpoint } from '../domain/guest-agent.js';
import { checkKeyCodes } from '../domain/key-codes.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';

const addressSources: readonly number[] = [Source.lease, Source.agent, Source.arp];
const codesets: readonly number[] = Object.values(KeycodeSet);
const signals: readonly number[] = Object.values(DomainProcessSignal);

/** What is asked of the guest itself: its agent, keyboard and screen. */
export function domainGuestHandlers(host: TestHost) {
  return {
    domainGetHostname({ dom, flags }) {
      checkFlags(flags, 0, 'domainGetHostname');
      const { name } = host.domains.findActive(dom);
      return { hostname: `${name}host` };
    },

    domainGetTime({ dom, flags }) {
      checkFlags(flags, 0, 'domainGetTime');
      const domain = host.domains.find(dom);
      if (domain.state !== 'running') throw new VirtError('OPERATION_INVALID', 'TEST', 'domain is not running');
      return domain.agent.time(host.clock.turnedMs);
    },

    domainSetTime({ dom, seconds, nseconds, flags }) {
      checkFlags(flags, DomainSetTimeFlags.timeSync, 'domainSetTime');
      host.domains.findActive(dom).agent.setTime(seconds, nseconds, host.clock.turnedMs);
    },

    domainGetFSInfo({ dom, flags }) {
      checkFlags(flags, 0, 'domainGetFSInfo');
      const { definition } = host.domains.findActive(dom);
      const disk = definition.devices?.disks[0]?.target.dev;
      return { info: disk === undefined ? [] : guestFilesystems(disk) };
    },

    domainFSFreeze({ dom, mountpoints, flags }) {
      checkFlags(flags, 0, 'domainFSFreeze');
      return { filesystems: host.domains.findActive(dom).agent.freeze(mountpoints) };
    },

    domainFSThaw({ dom, mountpoints, flags }) {
      checkFlags(flags, 0, 'domainFSThaw');
      return { filesystems: host.domains.findActive(dom).agent.thaw(mountpoints) };
    },

    domainFSTrim({ dom, mountPoint, flags }) {
      checkFlags(flags, 0, 'domainFSTrim');
      host.domains.findActive(dom);
      if (mountPoint !== null) requireMountpoint(mountPoint);
    },

    domainSetUserPassword({ dom, flags }) {
      checkFlags(flags, DomainSetUserPasswordFlags.passwordEncrypted, 'domainSetUserPassword');
      host.domains.findActive(dom);
    },

    domainSendKey({ dom, codeset, keycodes, flags }) {
      checkFlags(flags, 0, 'domainSendKey');
      if (!codesets.includes(codeset)) throw new VirtError('INVALID_ARG', 'DOMAIN', `unsupported codeset '${codeset}'`);
      host.domains.findActive(dom);
      checkKeyCodes(codeset, keycodes);
    },

    domainInjectNMI({ dom, flags }) {
      checkFlags(flags, 0, 'domainInjectNMI');
      host.domains.findActive(dom);
    },

    domainSendProcessSignal({ dom, pidValue, signum, flags }) {
      checkFlags(flags, 0, 'domainSendProcessSignal');
      host.domains.find(dom);
      if (pidValue !== 1n) throw new VirtError('INVALID_ARG', 'TEST', `the guest has no process ${pidValue}, only 1`);
      if (!signals.includes(signum)) throw new VirtError('INVALID_ARG', 'TEST', `signal ${signum} is out of range`);
    },

    domainScreenshot({ dom, flags }, call) {
      checkFlags(flags, 0, 'domainScreenshot');
      host.domains.find(dom);
      call.stream.serve(stream => stream.write(screenshot.data));
      return { mime: screenshot.mime };
    },

    domainInterfaceAddresses({ dom, source, flags }) {
      checkFlags(flags, 0, 'domainInterfaceAddresses');
      if (!addressSources.includes(source))
        throw new VirtError('ARGUMENT_UNSUPPORTED', 'TEST', `Unknown IP address data source ${source}`);
      const domain = host.domains.findActive(dom);
      const ifaces = (domain.definition.devices?.interfaces ?? []).map((nic, index) => ({
        name: nic.target?.dev ?? '',
        hwaddr: nic.mac?.address ?? null,
        addrs: [
          nic.source.type === 'network' && nic.source.network !== undefined
            ? host.networkAddress(nic.source.network, 20 * (domain.id - 1) + index + 1)
            : { type: IPAddrType.ipv4, addr: `192.168.0.${(index + 1) % 256}`, prefix: 24 },
        ],
      }));
      return { ifaces };
    },
  } satisfies DriverHandlers;
}
