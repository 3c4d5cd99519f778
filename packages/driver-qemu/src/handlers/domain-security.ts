import type { DriverHandlers } from '@tsvirt/core/contract';
import type { QemuHost } from '../host.js';

/** How a guest is kept apart from the host and from other guests. */
export function domainSecurityHandlers(host: QemuHost): DriverHandlers {
  return {
    // The main model is "none", which labels nothing, whether the guest runs or not.
    domainGetSecurityLabel({ dom }) {
      host.domains.find(dom);
      return { label: '', enforcing: 0 };
    },
    domainGetSecurityLabelList({ dom }) {
      const domain = host.domains.find(dom);
      if (domain.live === undefined) return { labels: [] };
      const labels = host.view
        .securityModels()
        .map(({ baseLabels }) => baseLabels.find(({ type }) => type === 'qemu')?.label ?? '')
        .map(label => ({ label, enforcing: 0 }));
      return { labels };
    },
  };
}
