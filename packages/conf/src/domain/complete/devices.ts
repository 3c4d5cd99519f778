import type { Devices } from '../devices.js';
import type { Domain } from '../domain.js';
import type { DeviceKind, DeviceSteps } from './policy.js';

type Changes = { -readonly [K in keyof Devices]: Devices[K] };

/** Puts each device through the step for its kind; a domain of which nothing changes is the same one. */
export function mapDevices(domain: Domain, steps: DeviceSteps): Domain {
  let devices: Changes | undefined;
  // Keys of DeviceSteps are kinds.
  for (const kind of Object.keys(steps) as DeviceKind[]) {
    const value: unknown = domain.devices[kind];
    const mapped = mappedOf(value, steps, kind, domain);
    if (mapped === value) continue;
    devices ??= { ...domain.devices };
    // Steps return what the property of that name holds.
    (devices as Record<DeviceKind, unknown>)[kind] = mapped;
  }
  return devices === undefined ? domain : { ...domain, devices };
}

function mappedOf(value: unknown, steps: DeviceSteps, kind: DeviceKind, domain: Domain): unknown {
  // For each kind, the step takes and returns what the property of that name holds: DeviceSteps says so kind by kind.
  const step = steps[kind] as ((device: unknown, domain: Domain) => unknown) | undefined;
  if (step === undefined || value === undefined) return value;
  if (!Array.isArray(value)) return step(value, domain);
  let isChanged = false;
  const mapped = value.map((device: unknown) => {
    const made = step(device, domain);
    if (made !== device) isChanged = true;
    return made;
  });
  return isChanged ? mapped : value;
}
