import type { Devices } from '../devices.js';
import type { Domain } from '../domain.js';
import type { DeviceKind, DeviceSteps } from './policy.js';

/** Puts each device through the step for its kind. */
export function mapDevices(domain: Domain, steps: DeviceSteps): Domain {
  const devices: { -readonly [K in keyof Devices]: Devices[K] } = { ...domain.devices };
  for (const kind of Object.keys(steps)) mapKind(devices, kind as DeviceKind, steps, domain); // keys of DeviceSteps are kinds
  return { ...domain, devices };
}

function mapKind(devices: Devices, kind: DeviceKind, steps: DeviceSteps, domain: Domain): void {
  // For each kind, the step takes and returns what the property of that name holds: DeviceSteps says so kind by kind.
  const step = steps[kind] as ((device: unknown, domain: Domain) => unknown) | undefined;
  const value: unknown = devices[kind];
  if (step === undefined || value === undefined) return;
  const mapped = Array.isArray(value) ? value.map(device => step(device, domain)) : step(value, domain);
  Object.assign(devices, { [kind]: mapped });
}
