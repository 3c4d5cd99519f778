import { type Kept, keptParts } from '@tsvirt/conf/kernel';
import type { TypedParam } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { attribute, child, children, readXml, type XmlElement } from '@tsvirt/util/xml';
import { childText, makeElement } from '../host/document.js';
import { iotuneParams, iotuneTypes, withIotuneGroups } from './block-iotune.js';
import type { Definition } from './definition.js';
import type { Disk } from './device-lookup.js';

/** Limits of a throttle group, as those of a disk; `groupName` is the group's own name. */
type Limits = NonNullable<Disk['iotune']>;

/** What a definition or a disk carries beyond the documents of libvirt 9.0, which have no throttle groups. */
interface Carrying {
  readonly [keptParts]: Kept;
}

const list = 'throttlegroups';
const filters = 'throttlefilters';

/**
 * A definition with the throttle groups of its document and the disks that keep to them.
 * @throws VirtError XML_ERROR for a disk that names a group which there is not
 */
export function withThrottling(definition: Definition, xml: string): Definition {
  if (!/<throttle(?:groups|filters)/.test(xml)) return definition;
  const root = readXml(xml, { domain: 'DOMAIN', name: '(domain_definition)' });
  const groups = children(child(root, list) ?? makeElement(list)).map(limitsIn);
  const chains = new Map(
    children(child(root, 'devices') ?? root, 'disk').map(disk => [targetOf(disk), child(disk, filters)]),
  );
  const disks = definition.devices.disks.map(disk => {
    const chain = chains.get(disk.target.dev);
    if (chain === undefined) return disk;
    for (const name of groupsIn(chain)) {
      if (!groups.some(({ groupName }) => groupName === name))
        throw new VirtError('XML_ERROR', 'DOMAIN', `disk '${disk.target.dev}' names no throttle group with '${name}'`);
    }
    return carrying(disk, chain);
  });
  return withGroups({ ...definition, devices: { ...definition.devices, disks } }, groups);
}

/**
 * The definition with a throttle group that has these limits: a new one, or the one of that name with those that are given
 * replaced.
 * @throws VirtError as `withIotuneGroups`
 */
export function withThrottleGroup(definition: Definition, name: string, params: readonly TypedParam[]): Definition {
  const groups = groupsOf(definition);
  const before = groups.find(({ groupName }) => groupName === name);
  const limits = { ...withIotuneGroups(before, params), groupName: name };
  return withGroups(
    definition,
    before === undefined ? [...groups, limits] : groups.map(group => (group === before ? limits : group)),
  );
}

/**
 * The definition without a throttle group.
 * @throws VirtError INVALID_ARG when there is none of that name; OPERATION_INVALID while a disk keeps to it
 */
export function withoutThrottleGroup(definition: Definition, name: string): Definition {
  const groups = groupsOf(definition);
  const kept = groups.filter(({ groupName }) => groupName !== name);
  if (kept.length === groups.length)
    throw new VirtError('INVALID_ARG', 'TEST', `throttle group '${name}' was not found in the domain config`);
  for (const disk of definition.devices.disks) {
    const chain = carriedBy(disk, filters);
    if (chain !== undefined && groupsIn(chain).includes(name))
      throw new VirtError(
        'OPERATION_INVALID',
        'TEST',
        `throttle group '${name}' is still being used by disk ${disk.target.dev}`,
      );
  }
  return withGroups(definition, kept);
}

function groupsOf(definition: Definition): readonly Limits[] {
  const element = carriedBy(definition, list);
  return element === undefined ? [] : children(element).map(limitsIn);
}

function withGroups(definition: Definition, groups: readonly Limits[]): Definition {
  const element = groups.length === 0 ? undefined : makeElement(list, {}, groups.map(elementOf));
  return carrying(definition, element);
}

/** Names and values of limits are the same in documents and in parameters. */
function limitsIn(element: XmlElement): Limits {
  const params = Object.entries(iotuneTypes).flatMap(([field, type]): TypedParam[] => {
    const text = childText(element, field);
    if (text === undefined) return [];
    if (type === 'string') return [{ field, value: { type, value: text } }];
    if (!/^\d{1,19}$/.test(text))
      throw new VirtError('XML_ERROR', 'DOMAIN', `'${text}' for ${field} of a throttle group: expected a number`);
    return [{ field, value: { type: 'ullong', value: BigInt(text) } }];
  });
  const limits = withIotuneGroups(undefined, params);
  if (limits.groupName === undefined) throw new VirtError('XML_ERROR', 'DOMAIN', 'a throttle group has no group_name');
  return limits;
}

function elementOf(limits: Limits): XmlElement {
  const given = iotuneParams(limits).filter(({ value }) => value.value !== 0n && value.value !== '');
  const leaves = given.map(({ field, value }) =>
    makeElement(field, {}, [{ kind: 'text', text: String(value.value), cdata: false, line: 0, column: 0 }]),
  );
  return makeElement('throttlegroup', {}, leaves);
}

function groupsIn(chain: XmlElement): (string | undefined)[] {
  return children(chain, 'throttlefilter').map(filter => attribute(filter, 'group'));
}

function targetOf(disk: XmlElement): string | undefined {
  const target = child(disk, 'target');
  return target === undefined ? undefined : attribute(target, 'dev');
}

function carriedBy(carrier: object, name: string): XmlElement | undefined {
  return isCarrying(carrier) ? carrier[keptParts].children.find(element => element.name === name) : undefined;
}

/** Only conf's reader and `carrying` put anything under the symbol. */
function isCarrying(value: object): value is Carrying {
  return keptParts in value;
}

function carrying<T extends object>(carrier: T, element: XmlElement | undefined): T & Carrying {
  const kept: Kept = { attributes: [], children: element === undefined ? [] : [element], inner: new Map() };
  return { ...carrier, [keptParts]: kept };
}
