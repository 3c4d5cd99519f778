import { attributeOf, childOf, field, type RequiredField } from '../kernel/index.js';
import { type StorageSource, storageSource } from '../storage/source.js';

const { spec } = storageSource;

/** Where a copy of a disk is, in a `<disk>` whose `type` comes after other attributes. */
export const diskPlace: RequiredField<StorageSource> = field<StorageSource>({
  ...spec,
  read: (node, reading) =>
    attributeOf(node, 'type') === undefined && childOf(node, 'source') === undefined
      ? undefined
      : (spec.read(node, reading) ?? spec.absent?.(node, reading)),
  lead: () => {},
  attributes(value, out) {
    spec.lead?.(value, out);
    spec.attributes?.(value, out);
  },
});
