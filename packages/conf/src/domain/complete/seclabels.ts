import type { Seclabel } from '../seclabel.js';

/**
 * Settles whether resources are labelled anew: for dynamic labels yes, for static ones only when asked. The label of
 * a dynamic one is found when the guest starts; one without a model is what goes without saying.
 */
export function completeSeclabels(labels: readonly Seclabel[]): readonly Seclabel[] {
  const meant = labels.filter(
    ({ type, model, baseLabel }) => model !== undefined || baseLabel !== undefined || (type ?? 'dynamic') !== 'dynamic',
  );
  return meant.map(label => {
    const type = label.type ?? 'dynamic';
    if (type === 'none') return { ...label, type, relabel: undefined };
    const relabel = label.relabel ?? type === 'dynamic';
    return { ...label, type, relabel, label: type === 'dynamic' ? undefined : label.label };
  });
}
