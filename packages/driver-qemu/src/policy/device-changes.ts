import {
  attachDevice,
  completeDevice,
  detachDevice,
  type Device,
  parseDevice,
  updateDevice,
} from '@tsvirt/conf/domain';
import type { EmulatorCapabilities } from '../capabilities/emulator-capabilities.js';
import type { Guest } from '../definition.js';
import { completeStored } from './complete-guest.js';
import { deviceSteps } from './device-defaults.js';

/** What a device's document is for. */
export type DeviceChange = 'attach' | 'detach' | 'update';

/** A definition with a device more, less or other. */
export interface ChangedDefinition {
  readonly definition: Guest;
  /** The device that was there before: the one taken away, or in whose place another is. */
  readonly before: Device | undefined;
}

const options = { errors: 'QEMU' } as const;

/** Reads the document of a device, with what a device of this kind has in QEMU guests. @throws XML_ERROR and others */
export function readDevice(guest: Guest, xml: string): Device {
  return completeDevice(parseDevice(xml, { inactive: true }), guest, { devices: deviceSteps });
}

/**
 * Changes a definition by one device, and completes it again: what is new gets its address.
 * @throws DEVICE_MISSING, OPERATION_INVALID, CONFIG_UNSUPPORTED and others, as `attachDevice` and its kin
 */
export function withDevice(
  guest: Guest,
  device: Device,
  change: DeviceChange,
  capabilities: EmulatorCapabilities,
  nvramFolder: string,
): ChangedDefinition {
  switch (change) {
    case 'attach':
      return { definition: again(attachDevice(guest, device, options)), before: undefined };
    case 'detach': {
      const { domain, removed } = detachDevice(guest, device, options);
      return { definition: again(domain), before: removed };
    }
    case 'update': {
      const { domain, before } = updateDevice(guest, device, options);
      return { definition: again(domain), before };
    }
    default:
      return change satisfies never;
  }
  function again(domain: Parameters<typeof completeStored>[0]): Guest {
    return completeStored(domain, capabilities, nvramFolder);
  }
}
