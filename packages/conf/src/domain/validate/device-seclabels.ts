import { valueFault } from '../../kernel/index.js';
import type { DeviceSeclabel } from '../seclabel.js';
import { contradiction } from './unsupported.js';

/** Checks the labels of one source: one for each security model, and none where labelling is off. */
export function validateDeviceSeclabels(labels: readonly DeviceSeclabel[]): void {
  const models = new Set<string>();
  for (const each of labels) {
    const { model, label, relabel } = each;
    if (relabel === false && label !== undefined) {
      throw contradiction(`Cannot specify a label if relabelling is turned off. model=${model ?? ''}`, each);
    }
    if (model === undefined) continue;
    if (models.has(model)) {
      throw valueFault(['XML_DETAIL', 'DOMAIN'], `seclabel for model ${model} is already provided`, each, 'model');
    }
    models.add(model);
  }
}
