import { attrKiB, field } from '../kernel/index.js';

const { spec } = attrKiB('size');

/** The size of pages in KiB; capabilities have the unit in front of it. */
export const pageSizeKiB = field<bigint>({
  ...spec,
  attributes(value, out) {
    out.xml.attribute('unit', 'KiB').attribute('size', value);
  },
});
