import type { DriverDefinition } from '../contract/index.js';
import type { DriverManifest } from './manifest.js';

/**
 * Checks that what a package exports by default is the definition that its manifest announces.
 * @returns the definition, or what is wrong with it in one phrase
 */
export function checkDefinition(exported: unknown, manifest: DriverManifest): DriverDefinition | string {
  if (exported === undefined) return 'the module has no default export';
  if (!isDefinitionShaped(exported)) return 'the default export is not a driver definition: make it with defineDriver';
  if (!/^[A-Za-z][\w-]{0,31}$/.test(exported.name))
    return `its name ${JSON.stringify(exported.name.slice(0, 40))} is not usable`;
  for (const field of ['contract', 'kind'] as const) {
    if (exported[field] !== manifest[field]) {
      return `its ${field} is ${String(exported[field])}, but package.json says ${String(manifest[field])}`;
    }
  }
  const said = manifest.schemes.toSorted().join(', ');
  const done = exported.schemes.toSorted().join(', ');
  if (said !== done) return `its schemes are ${done || 'none'}, but package.json says ${said}`;
  return exported;
}

/** Whether the members that the registry calls are there; what they do remains the driver's word. */
function isDefinitionShaped(value: unknown): value is DriverDefinition {
  if (typeof value !== 'object' || value === null) return false;
  const of = (key: string): unknown => Reflect.get(value, key);
  const isFunctionOrAbsent = (key: string): boolean => of(key) === undefined || typeof of(key) === 'function';
  const schemes = of('schemes');
  return (
    typeof of('name') === 'string' &&
    typeof of('start') === 'function' &&
    isFunctionOrAbsent('probe') &&
    isFunctionOrAbsent('defaultUri') &&
    Array.isArray(schemes) &&
    schemes.every(scheme => typeof scheme === 'string')
  );
}
