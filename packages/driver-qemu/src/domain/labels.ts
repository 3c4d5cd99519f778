import type { Guest } from '../definition.js';
import type { QemuHost } from '../host.js';

/**
 * Says as whom a guest runs and among which of the host's groups of processes, where the daemon is the system's. No
 * security module confines it further.
 */
export function withLabels(host: QemuHost, guest: Guest): Guest {
  if (!host.context.privileged) return guest;
  const placed = { ...guest, resource: guest.resource ?? { partition: '/machine' } };
  if (guest.seclabels !== undefined && guest.seclabels.length > 0) return placed;
  const labels = host.view.securityModels().flatMap(({ model, baseLabels }) => {
    const wanted = guest.type === 'kvm' ? 'kvm' : 'qemu';
    const label = baseLabels.find(({ type }) => type === wanted)?.label;
    if (label === undefined) return [];
    return [{ type: 'dynamic', model, relabel: true, label, imageLabel: label } as const];
  });
  return labels.length === 0 ? placed : { ...placed, seclabels: labels };
}
