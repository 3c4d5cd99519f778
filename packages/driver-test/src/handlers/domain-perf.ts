import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainPerfParam, type TypedParam } from '@tsvirt/core/protocol';
import type { Definition } from '../domain/definition.js';
import { changeDefinitions, changeOneDefinition, definitionFor, impactFlags } from '../domain/impact.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';
import { acceptsStrings, checkParams, type ParamTypes } from '../host/typed-params.js';

type PerfEvent = NonNullable<Definition['perf']>['events'][number];

/** Events in the order in which they are reported. */
const order = [
  'cmt',
  'mbmt',
  'mbml',
  'cpuCycles',
  'instructions',
  'cacheReferences',
  'cacheMisses',
  'branchInstructions',
  'branchMisses',
  'busCycles',
  'stalledCyclesFrontend',
  'stalledCyclesBackend',
  'refCpuCycles',
  'cpuClock',
  'taskClock',
  'pageFaults',
  'contextSwitches',
  'cpuMigrations',
  'pageFaultsMin',
  'pageFaultsMaj',
  'alignmentFaults',
  'emulationFaults',
] as const satisfies readonly (keyof typeof DomainPerfParam)[];
const names: readonly PerfEvent['name'][] = order.map(key => DomainPerfParam[key]);
const types: ParamTypes = Object.fromEntries(names.map(name => [name, 'boolean']));

/** Performance events that guests are counted by. */
export function domainPerfHandlers(host: TestHost): DriverHandlers {
  // QEMU's driver takes both definitions at once, libvirt's mock one.
  const change = host.isComplete ? changeDefinitions : changeOneDefinition;
  return {
    domainGetPerfEvents({ dom, flags }) {
      checkFlags(flags, impactFlags | acceptsStrings, 'domainGetPerfEvents');
      const { perf } = definitionFor(host.domains.find(dom), flags);
      const enabled = (name: string): boolean => perf?.events.find(event => event.name === name)?.enabled === true;
      return {
        params: names.map(name => ({ field: name, value: { type: 'boolean', value: enabled(name) } as const })),
      };
    },

    domainSetPerfEvents({ dom, params, flags }) {
      checkFlags(flags, impactFlags, 'domainSetPerfEvents');
      checkParams(params, types);
      change(host.domains.find(dom), flags, definition => withEvents(definition, params));
    },
  };
}

function withEvents(definition: Definition, params: readonly TypedParam[]): Definition {
  const events: PerfEvent[] = names.flatMap(name => {
    const given = params.find(({ field }) => field === name)?.value;
    const old = definition.perf?.events.find(event => event.name === name);
    if (given?.type === 'boolean') return [{ name, enabled: given.value }];
    return old === undefined ? [] : [old];
  });
  return { ...definition, perf: { events } };
}
