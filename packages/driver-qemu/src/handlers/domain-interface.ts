import type { DriverHandlers } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import type { QemuHost } from '../host.js';
import { readTapCounters } from '../network/tap-counters.js';

/** What passed through a guest's interfaces. */
export function domainInterfaceHandlers(host: QemuHost): DriverHandlers {
  return {
    async domainInterfaceStats({ dom, device }) {
      const domain = host.domains.findActive(dom);
      const nic = domain.live.definition.devices.interfaces.find(
        ({ target, mac }) => target?.dev === device || mac?.address.toLowerCase() === device.toLowerCase(),
      );
      if (nic === undefined) throw new VirtError('INVALID_ARG', 'QEMU', `'${device}' is not a known interface`);
      const name = nic.target?.dev;
      const counters = name === undefined ? undefined : (await readTapCounters()).get(name);
      if (counters === undefined)
        throw new VirtError(
          'OPERATION_INVALID',
          'QEMU',
          `interface '${device}' has no device on the host to be counted`,
        );
      return counters;
    },
  };
}
