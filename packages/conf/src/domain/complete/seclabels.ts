import type { Seclabel } from '../seclabel.js';

/**
 * Settles whether resources are labelled anew: for dynamic labels yes, for static ones only when asked. The label of
 * a dynamic one is found when the guest starts; one without a model is what goes without saying.
 */
export function completeSeclabels(labels: readonly Seclabel[]): readonly Seclabel[] {
  return labels.flatMap<Seclabel>(label => {
    const { type, model } = label;
    if (type === undefined) return [];
    if (type === 'none') return [{ type, model }];
    const relabel = label.relabel ?? type === 'dynamic';
    return { ...label, type, relabel, label: type === 'dynamic' ? undefined : label.label };
  });
}
