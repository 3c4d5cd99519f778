import type { DriverKind } from '../contract/index.js';
import type { DriverSlot } from './driver-slot.js';
import type { DriverManifest, ManifestFault } from './manifest.js';

/** What became of one package that says it is a driver. */
export interface DriverReport {
  readonly package: string;
  /** Absent when the manifest could not be read so far. */
  readonly version?: string;
  readonly folder: string;
  readonly kind?: DriverKind;
  /** The URI schemes that it serves. */
  readonly schemes: readonly string[];
  /** `waiting`: it is loaded when it is asked for. */
  readonly state: 'waiting' | 'loading' | 'running' | 'refused' | 'excluded';
  /** Why it is not used, or not in full: the step, and the cause. */
  readonly why?: string;
}

/** @internal */
export function reportOfSlot(slot: DriverSlot): DriverReport {
  const { package: name, version, folder, kind } = slot.manifest;
  const state = stateOf(slot);
  const why = slot.refusal === undefined ? slot.curtailed : `${slot.refusal.step}: ${slot.refusal.cause}`;
  return { package: name, version, folder, kind, schemes: slot.schemes, state, ...(why === undefined ? {} : { why }) };
}

function stateOf({ refusal, loaded, isBegun, manifest }: DriverSlot): DriverReport['state'] {
  if (refusal !== undefined) return 'refused';
  if (loaded !== undefined) return 'running';
  return manifest.onDemand && !isBegun ? 'waiting' : 'loading';
}

/** @internal */
export function reportOfFault({ package: name, folder, cause }: ManifestFault): DriverReport {
  return { package: name, folder, schemes: [], state: 'refused', why: `manifest: ${cause}` };
}

/** @internal */
export function reportOfExcluded({ package: name, version, folder, kind }: DriverManifest): DriverReport {
  return {
    package: name,
    version,
    folder,
    kind,
    schemes: [],
    state: 'excluded',
    why: 'the configuration leaves it out',
  };
}
