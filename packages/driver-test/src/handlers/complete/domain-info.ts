import type { DriverHandlers } from '@tsvirt/core/contract';
import { securityModel } from '../../host/capabilities.js';
import type { TestHost } from '../../host/test-host.js';

/** Who a guest's process belongs to. */
export function completeInfoHandlers(host: TestHost): DriverHandlers {
  return {
    domainGetSecurityLabelList({ dom }) {
      const { isActive } = host.domains.find(dom);
      return { labels: isActive ? [{ label: securityModel.label, enforcing: 1 }] : [] };
    },
  };
}
