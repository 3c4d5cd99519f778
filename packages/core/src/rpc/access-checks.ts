import { VirtError } from '@tsvirt/util';
import type { AccessObject, AccessPolicy, Identity, Permission } from '../contract/index.js';
import type { Acl, AclRule, Procedure, WireValue } from '../protocol/procedure.js';

/** Who asks whom. */
export interface AccessSubject {
  readonly policy: AccessPolicy;
  readonly identity: Identity;
  readonly driver: string;
}

/** Where the arguments (and results) of procedures keep the object that a permission is about. */
const objectFields: Readonly<Record<string, readonly string[]>> = {
  domain: ['dom', 'snap', 'checkpoint'],
  network: ['net', 'port'],
  network_port: ['port', 'net'],
  storage_pool: ['pool'],
  storage_vol: ['vol'],
  interface: ['iface'],
  node_device: ['dev', 'name'],
  secret: ['secret'],
  nwfilter: ['nwfilter', 'optNwfilter'],
  nwfilter_binding: ['nwfilter', 'nwfilterBinding'],
};

/**
 * Checks the permissions that a procedure's table asks for.
 * @throws VirtError ACCESS_DENIED
 */
export async function checkAcl(procedure: Procedure, args: WireValue, subject: AccessSubject): Promise<void> {
  for (const acl of procedure.spec.acl ?? []) {
    const rule: AclRule = typeof acl === 'string' ? { permission: acl } : acl;
    if (!applies(rule, args)) continue;
    await demand(rule.permission, objectIn(rule.permission, args), subject);
  }
}

/** @throws VirtError ACCESS_DENIED */
export async function demand(
  permission: Permission,
  object: AccessObject | undefined,
  { policy, identity, driver }: AccessSubject,
): Promise<void> {
  if (await policy.allows(identity, driver, permission, object)) return;
  const what = object?.name === undefined ? '' : ` on ${object.name}`;
  throw new VirtError('ACCESS_DENIED', 'ACCESS', `'${permission}' permission${what} denied`);
}

/** The result without the objects that the caller may not see. */
export async function filtered(procedure: Procedure, ret: WireValue, subject: AccessSubject): Promise<WireValue> {
  const { aclFilter, counted } = procedure.spec;
  const list = counted === undefined ? undefined : ret[counted.list];
  if (aclFilter === undefined || counted === undefined || !Array.isArray(list)) return ret;
  const seen: unknown[] = [];
  for (const item of list) if (await isVisible(aclFilter, item, subject)) seen.push(item);
  return { ...ret, [counted.list]: seen };
}

/** Whether all permissions of a filter are given for one object. */
export async function isVisible(filter: readonly Acl[], item: unknown, subject: AccessSubject): Promise<boolean> {
  const { policy, identity, driver } = subject;
  for (const acl of filter) {
    const permission = typeof acl === 'string' ? acl : acl.permission;
    if (!(await policy.allows(identity, driver, permission, accessObject(item)))) return false;
  }
  return true;
}

function applies({ withFlags, withoutFlags, when }: AclRule, args: WireValue): boolean {
  const flags = Number(args['flags'] ?? 0) >>> 0;
  if (withFlags !== undefined && (flags & withFlags) >>> 0 !== withFlags >>> 0) return false;
  if (withoutFlags !== undefined && (flags & withoutFlags) !== 0) return false;
  return when === undefined || args[when.argument] === when.value;
}

function objectIn(permission: Permission, args: WireValue): AccessObject | undefined {
  const kind = permission.slice(0, permission.indexOf(':'));
  for (const field of objectFields[kind] ?? []) {
    const object = accessObject(args[field]);
    if (object !== undefined) return object;
  }
  return undefined;
}

/** Fields that lead to the object which access rules are about: a snapshot's domain, an event's network. */
const holders: ReadonlySet<string> = new Set(['dom', 'net', 'pool', 'dev', 'secret']);

/** The attributes of an object as the wire names it, or of the one that it belongs to. */
function accessObject(value: unknown): AccessObject | undefined {
  if (typeof value === 'string') return { name: value };
  if (typeof value !== 'object' || value === null) return undefined;
  const attributes: Record<string, string> = {};
  for (const [key, part] of Object.entries(value)) {
    if (typeof part === 'string') attributes[key] = part;
    else if (holders.has(key) && typeof part === 'object') return accessObject(part);
  }
  return attributes;
}
