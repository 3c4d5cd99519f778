import { emptyList } from '../../kernel/index.js';
import { type Devices, noDevices } from '../devices.js';

/** Kinds of devices that are lists. */
type ListKind = {
  [K in keyof Devices]-?: undefined extends Devices[K] ? never : readonly never[] extends Devices[K] ? K : never;
}[keyof Devices];

/** Without devices there are the lists alone. */
const listKinds = Object.keys(noDevices).filter((kind): kind is ListKind => Object.hasOwn(noDevices, kind));

/**
 * The same devices, with the one empty list that all domains share: there are two dozens of kinds, of most of which a
 * domain has none. One without any device shares the whole.
 */
export function sharingEmptyLists(devices: Devices): Devices {
  const shared: { -readonly [K in keyof Devices]: Devices[K] } = { ...devices };
  let lists = 0;
  for (const kind of listKinds) {
    if (shared[kind].length === 0) shared[kind] = emptyList;
    else lists += 1;
  }
  return lists === 0 && hasOnlyLists(devices) ? noDevices : shared;
}

/** Whether there is no device of a kind that a domain has one of, and nothing that only readers of the value know of. */
function hasOnlyLists(devices: Devices): boolean {
  if (Object.getOwnPropertySymbols(devices).length > 0) return false;
  return Object.values(devices).every(given => given === undefined || Array.isArray(given));
}
