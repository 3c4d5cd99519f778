import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainBlockStatsParam as Name } from '@tsvirt/core/protocol';
import { diskCounters } from '../../domain/device-counters.js';
import { diskSizes } from '../../domain/disk-sizes.js';
import { requireOwnDisk, requireSource } from '../../domain/own-disks.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { acceptsStrings } from '../../host/typed-params.js';

/** What is known of a guest's disks: their sizes, what went through them, and what went wrong. */
export function completeStatsHandlers(host: TestHost): DriverHandlers {
  return {
    domainGetBlockInfo({ dom, path, flags }) {
      checkFlags(flags, 0, 'domainGetBlockInfo');
      const domain = host.domains.find(dom);
      return diskSizes(domain, requireSource(domain, path).target.dev);
    },

    domainBlockStatsFlags({ dom, path, flags }) {
      checkFlags(flags, acceptsStrings, 'domainBlockStatsFlags');
      const domain = host.domains.findActive(dom);
      if (path !== '') requireOwnDisk(domain, path);
      const counted = diskCounters(domain, host.measures);
      const params = (
        [
          [Name.readBytes, counted.rdBytes],
          [Name.readReq, counted.rdReq],
          [Name.writeBytes, counted.wrBytes],
          [Name.writeReq, counted.wrReq],
          [Name.errs, counted.errs],
        ] as const
      ).map(([field, value]) => ({ field, value: { type: 'llong', value } }) as const);
      return { params };
    },

    domainGetDiskErrors({ dom, maxerrors, flags }) {
      checkFlags(flags, 0, 'domainGetDiskErrors');
      const { definition, runtime } = host.domains.findActive(dom);
      if (maxerrors === 0) return { errors: [], nerrors: definition.devices.disks.length };
      const errors = Array.from(runtime.diskErrors, ([disk, error]) => ({ disk, error })).slice(0, maxerrors);
      return { errors, nerrors: errors.length };
    },
  };
}
