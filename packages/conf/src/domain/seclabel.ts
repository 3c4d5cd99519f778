import {
  attr,
  type ElementSchema,
  element,
  leaf,
  live,
  many,
  oneOf,
  refined,
  str,
  type TypeOf,
  unless,
  yesNo,
} from '../kernel/index.js';

const seclabelShape = element('seclabel', {
  type: attr('type', oneOf('none', 'static', 'dynamic')).optional,
  model: attr('model', str).optional,
  relabel: attr('relabel', yesNo).optional,
  label: leaf('label', str).optional,
  imageLabel: live(leaf('imagelabel', str)),
  baseLabel: leaf('baselabel', str).optional,
});
/** How one security model confines the guest. */
export interface Seclabel extends TypeOf<typeof seclabelShape> {}
export const seclabel: ElementSchema<Seclabel> = seclabelShape;

const deviceSeclabelShape = element('seclabel', {
  model: attr('model', str).optional,
  relabel: attr('relabel', yesNo).optional,
  labelskip: live(attr('labelskip', yesNo)),
  label: leaf('label', str).optional,
});
/** What one security model does with a disk image or a character device instead of the guest's default. */
export interface DeviceSeclabel extends TypeOf<typeof deviceSeclabelShape> {}
export const deviceSeclabel: ElementSchema<DeviceSeclabel> = deviceSeclabelShape;

/** The labels of a source; one that says nothing is none, and one with a label labels. */
export const deviceSeclabels = unless(
  refined(many(deviceSeclabel), labels =>
    labels.flatMap(each => {
      const { label, relabel, labelskip } = each;
      if (label !== undefined) return relabel === undefined ? { ...each, relabel: true } : each;
      return relabel === false || labelskip === true ? each : [];
    }),
  ),
  labels => labels.length === 0,
);
