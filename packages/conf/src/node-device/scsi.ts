import { attr, type ElementSchema, element, group, int, leaf, oneOf, str, type TypeOf, uint } from '../kernel/index.js';
import { subCapability } from './sub-capability.js';

const nodedev = { domain: 'NODEDEV' } as const;

const fcHostShape = element('capability', {
  type: attr('type', oneOf('fc_host')),
  wwnn: leaf('wwnn', str, nodedev).optional,
  wwpn: leaf('wwpn', str, nodedev).optional,
  fabricWwn: leaf('fabric_wwn', str).optional,
});
/** The Fibre Channel names of an adapter. */
export interface FcHost extends TypeOf<typeof fcHostShape> {}
const fcHost: ElementSchema<FcHost> = fcHostShape;

const vportsShape = element('capability', {
  type: attr('type', oneOf('vport_ops')),
  maxVports: leaf('max_vports', int, nodedev).default(0),
  vports: leaf('vports', int, nodedev).default(0),
});
/** How many virtual ports an adapter may have, and has. */
export interface VportOps extends TypeOf<typeof vportsShape> {}
const vportOps: ElementSchema<VportOps> = vportsShape;

const remotePortShape = element('capability', {
  type: attr('type', oneOf('fc_remote_port')),
  rport: leaf('rport', str, nodedev),
  wwpn: leaf('wwpn', str, nodedev),
});
/** The Fibre Channel port at the other end. */
export interface FcRemotePort extends TypeOf<typeof remotePortShape> {}
const fcRemotePort: ElementSchema<FcRemotePort> = remotePortShape;

/** A SCSI adapter. */
export const scsiHostCapability = group({
  host: leaf('host', uint, nodedev).optional,
  uniqueId: leaf('unique_id', uint, nodedev).optional,
  fcHost: subCapability('fc_host', fcHost),
  vportOps: subCapability('vport_ops', vportOps),
});

/** A SCSI target. */
export const scsiTargetCapability = group({
  target: leaf('target', str, nodedev),
  fcRemotePort: subCapability('fc_remote_port', fcRemotePort),
});

/** A SCSI logical unit. */
export const scsiCapability = group({
  host: leaf('host', uint, nodedev),
  bus: leaf('bus', uint, nodedev),
  target: leaf('target', uint, nodedev),
  lun: leaf('lun', uint, nodedev),
  deviceType: leaf('type', str).optional,
});
