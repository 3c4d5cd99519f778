import { type Domain, fromJson, type JsonValue, toJson } from '@tsvirt/conf';

type Device = { [key: string]: JsonValue };

/**
 * Where devices are in the guest (PCI slots, ports) stays as it is where a document does not say it: else a device that comes
 * would move others, and their names in the guest with them. Devices are the same by what tells them apart, of most kinds by
 * their order while their number stays. Nothing is kept where the machine changes.
 */
export function keepingAddresses(given: Domain, existing: Domain): Domain {
  if (!isSameMachine(given.os?.type?.machine, existing.os?.type?.machine)) return given;
  const json = toJson('domain', given, { secure: true });
  const before = toJson('domain', existing, { secure: true });
  if (!isRecord(json) || !isRecord(before)) return given;
  const { devices } = json;
  const { devices: devicesBefore } = before;
  if (!isRecord(devices) || !isRecord(devicesBefore)) return given;
  const all = Object.values(devices).flatMap(recordsIn);
  const taken = new Set(all.map(({ address }) => JSON.stringify(address)));
  for (const [kind, value] of Object.entries(devices)) {
    for (const [device, same] of pairs(kind, recordsIn(value), recordsIn(devicesBefore[kind]))) {
      const { address } = same;
      if (device['address'] !== undefined || address === undefined || taken.has(JSON.stringify(address))) continue;
      device['address'] = address;
    }
  }
  return fromJson('domain', json);
}

/** Whether a machine is the one that is stored, or an alias of it: `pc` of `pc-i440fx-7.2`, `q35` of `pc-q35-7.2`. */
export function isSameMachine(wanted: string | undefined, stored: string | undefined): boolean {
  if (wanted === undefined || stored === undefined || wanted === stored) return true;
  return stored.startsWith(`${wanted}-`) || stored.startsWith(`pc-${wanted}-`);
}

function pairs(kind: string, given: readonly Device[], existing: readonly Device[]): (readonly [Device, Device])[] {
  const identity = identities[kind];
  if (identity === undefined) {
    if (given.length !== existing.length) return [];
    return given.flatMap((device, at) => {
      const same = existing[at];
      return same !== undefined && agrees(device['model'], same['model']) ? [[device, same] as const] : [];
    });
  }
  return given.flatMap(device => {
    const found = existing.find(other => identity(device) === identity(other));
    const isSame = found !== undefined && agreement[kind]?.every(path => agrees(at(device, path), at(found, path)));
    return found !== undefined && isSame !== false ? [[device, found] as const] : [];
  });
}

/** What tells devices of a kind apart; undefined for those that nothing does. */
const identities: { readonly [kind: string]: ((device: Device) => string) | undefined } = {
  disks: device => JSON.stringify(at(device, ['target', 'dev'])),
  interfaces: device => JSON.stringify(at(device, ['mac', 'address'])),
  controllers: device => JSON.stringify([at(device, ['kind', 'type']), device['index']]),
};

/** What must not have changed for an address to fit still. */
const agreement: { readonly [kind: string]: readonly (readonly string[])[] | undefined } = {
  disks: [['target', 'bus']],
  controllers: [['kind', 'model']],
};

/** What a document leaves out is for the driver to choose, which chose what is stored. */
function agrees(wanted: JsonValue | undefined, stored: JsonValue | undefined): boolean {
  return wanted === undefined || JSON.stringify(wanted) === JSON.stringify(stored);
}

function at(value: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  let found = value;
  for (const key of path) found = isRecord(found) ? found[key] : undefined;
  return found;
}

function recordsIn(value: JsonValue | undefined): Device[] {
  return (Array.isArray(value) ? value : [value]).filter(isRecord);
}

function isRecord(value: JsonValue | undefined): value is Device {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
