import { valueFault } from '../../kernel/index.js';
import type { Seclabel } from '../seclabel.js';
import { contradiction, unsupported } from '../validate/unsupported.js';

/**
 * Settles whether resources are labelled anew: for dynamic labels yes, for static ones only when asked. The label of
 * a dynamic one is found when the guest starts; one without a model is what goes without saying.
 * @throws CONFIG_UNSUPPORTED, XML_ERROR for labels that contradict themselves, XML_DETAIL for two of one model
 */
export function completeSeclabels(labels: readonly Seclabel[]): readonly Seclabel[] {
  const models = new Set<string | undefined>();
  const settled = labels.flatMap<Seclabel>(label => {
    checkLabel(label);
    const { type, model, relabel, baseLabel: _base, ...rest } = label;
    if (models.has(model)) {
      const what = `seclabel for model ${model ?? '(null)'} is already provided`;
      throw valueFault(['XML_DETAIL', 'DOMAIN'], what, label);
    }
    models.add(model);
    if (type === 'none' || model === 'none') return [{ type: 'none', model }];
    if (type === undefined) return [];
    return type === 'static'
      ? { ...rest, type, model, relabel: relabel ?? false }
      : { ...label, relabel: relabel ?? true, label: undefined };
  });
  const unnamed = labels.find(({ model }) => model === undefined);
  if (labels.length > 1 && unnamed !== undefined) {
    throw contradiction('missing security model when using multiple labels', unnamed);
  }
  return settled;
}

function checkLabel(label: Seclabel): void {
  const { type, model, relabel } = label;
  if (type === 'none' && relabel === true) {
    throw unsupported("resource relabeling is not compatible with 'none' label type", label, 'relabel');
  }
  if (type === 'dynamic' && relabel === false) {
    throw unsupported('dynamic label type must use resource relabeling', label, 'relabel');
  }
  if (type === 'static' && model !== 'none' && label.label === undefined) {
    throw contradiction('security label is missing', label);
  }
}
