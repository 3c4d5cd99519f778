/**
 * What daemons import to find installed driver packages, load them, and choose one for a URI.
 * @module @tsvirt/core/registry
 */
export { discover, type DriverPlaces, type Found } from './discovery.js';
export { DriverRegistry, type RegistryOptions } from './driver-registry.js';
export type { LoadLimits, LoadStep, Refusal } from './driver-slot.js';
export { type DriverManifest, type ManifestFault, readManifest } from './manifest.js';
export type { DriverReport } from './report.js';
