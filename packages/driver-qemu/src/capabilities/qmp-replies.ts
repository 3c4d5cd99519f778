import { isObject } from '../monitor/qmp-message.js';
import type { CpuModel, MachineType } from './emulator-capabilities.js';

/** Readers of the probe's answers. What is missing or of another type is taken as not told, never as a fault. */

export function readMachines(value: unknown): MachineType[] {
  return objects(value).flatMap(item => {
    const name = item['name'];
    if (typeof name !== 'string' || name === 'none') return [];
    return [
      {
        name,
        ...text('alias', item['alias']),
        ...text('defaultCpuType', item['default-cpu-type']),
        ...text('defaultRamId', item['default-ram-id']),
        isDefault: item['is-default'] === true,
        maxCpus: typeof item['cpu-max'] === 'number' ? item['cpu-max'] : 0,
        hotpluggableCpus: item['hotpluggable-cpus'] === true,
        deprecated: item['deprecated'] === true,
        numaMemSupported: item['numa-mem-supported'] === true,
      },
    ];
  });
}

export function readCpuModels(value: unknown): CpuModel[] {
  return objects(value).flatMap(item => {
    const { name, typename } = item;
    if (typeof name !== 'string') return [];
    return [
      {
        name,
        typeName: typeof typename === 'string' ? typename : '',
        unavailableFeatures: strings(item['unavailable-features']),
        deprecated: item['deprecated'] === true,
        usabilityKnown: Array.isArray(item['unavailable-features']),
      },
    ];
  });
}

/** Names in a list of `{ name }`. */
export function readNames(value: unknown): string[] {
  return objects(value).flatMap(item => (typeof item['name'] === 'string' ? [item['name']] : []));
}

/** Names in a list of `{ capability }`, as migration capabilities come. */
export function readCapabilityNames(value: unknown): string[] {
  return objects(value).flatMap(item => (typeof item['capability'] === 'string' ? [item['capability']] : []));
}

export function readOptions(value: unknown): Record<string, string[]> {
  return Object.fromEntries(
    objects(value).flatMap(item =>
      typeof item['option'] === 'string' ? [[item['option'], readNames(item['parameters'])]] : [],
    ),
  );
}

export function readExpansion(value: unknown): Record<string, boolean | number | string> {
  const model = isObject(value) ? value['model'] : undefined;
  const props = isObject(model) && isObject(model['props']) ? model['props'] : {};
  return Object.fromEntries(
    Object.entries(props).flatMap(([name, prop]) =>
      typeof prop === 'boolean' || typeof prop === 'number' || typeof prop === 'string' ? [[name, prop]] : [],
    ),
  );
}

/** Kinds of display: in the schema, the values of the tag of what `query-display-options` returns. */
export function readDisplays(schema: unknown): string[] {
  const entries = objects(schema);
  const named = (name: unknown, type: string) =>
    entries.find(entry => entry['name'] === name && entry['meta-type'] === type);
  const options = named(named('query-display-options', 'command')?.['ret-type'], 'object');
  const tag = objects(options?.['members']).find(member => member['name'] === 'type');
  return strings(named(tag?.['type'], 'enum')?.['values']);
}

export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}

function objects(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function text<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  return typeof value === 'string' ? ({ [key]: value } as { [P in K]?: string }) : {}; // the literal's key is K by construction
}
