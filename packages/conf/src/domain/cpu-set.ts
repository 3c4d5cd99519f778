import {
  attr,
  attributeOf,
  cpuList,
  type FaultKind,
  fault,
  field,
  readCpuSet,
  type RequiredField,
} from '../kernel/index.js';
import { unsupported } from './fault-kinds.js';

/** Text that is no list of numbers. */
const noList = { code: 'INVALID_ARG', domain: 'NONE' } as const;

/**
 * An attribute with a set of CPUs, threads or nodes. One in which nothing is left is another kind of fault than one that
 * cannot be read.
 * @param absence what kind of fault it is when it is missing
 */
export function cpuSet(
  name: string,
  absence: FaultKind = {},
  bad: FaultKind = noList,
  empty: FaultKind = unsupported,
): RequiredField<string> {
  const { spec } = attr(name, cpuList, bad, absence);
  return field<string>({
    ...spec,
    read(node, reading) {
      const given = attributeOf(node, name);
      if (given !== undefined && readCpuSet(given)?.length === 0) {
        throw fault(node, reading, `Invalid value of '${name}': ${given}`, '', empty);
      }
      return spec.read(node, reading);
    },
  });
}
