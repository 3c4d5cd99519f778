import {
  attr,
  type ElementSchema,
  element,
  group,
  int,
  leaf,
  lenient,
  oneOf,
  str,
  type TypeOf,
  uint,
} from '../kernel/index.js';
import { internal } from './fault-kinds.js';
import { subCapability, withKnownParts } from './sub-capability.js';

const fcHostShape = element('capability', {
  type: attr('type', oneOf('fc_host')),
  wwnn: leaf('wwnn', str).optional,
  wwpn: leaf('wwpn', str).optional,
  fabricWwn: leaf('fabric_wwn', str).optional,
});
/** The Fibre Channel names of an adapter. */
export interface FcHost extends TypeOf<typeof fcHostShape> {}
const fcHost: ElementSchema<FcHost> = fcHostShape;

const vportsShape = element('capability', {
  type: attr('type', oneOf('vport_ops')),
  maxVports: leaf('max_vports', lenient(int)).default(0),
  vports: leaf('vports', lenient(int)).default(0),
});
/** How many virtual ports an adapter may have, and has. */
export interface VportOps extends TypeOf<typeof vportsShape> {}
const vportOps: ElementSchema<VportOps> = vportsShape;

const remotePortShape = element('capability', {
  type: attr('type', oneOf('fc_remote_port')),
  rport: leaf('rport', str, internal),
  wwpn: leaf('wwpn', str, internal),
});
/** The Fibre Channel port at the other end. */
export interface FcRemotePort extends TypeOf<typeof remotePortShape> {}
const fcRemotePort: ElementSchema<FcRemotePort> = remotePortShape;

/** A SCSI adapter. */
export const scsiHostCapability = withKnownParts(
  group({
    host: leaf('host', uint, internal).optional,
    uniqueId: leaf('unique_id', uint, internal).optional,
    fcHost: subCapability('fc_host', fcHost),
    vportOps: subCapability('vport_ops', vportOps),
  }),
  { missing: internal, known: ['fc_host', 'vport_ops'], unknown: internal },
);

/** A SCSI target. */
export const scsiTargetCapability = withKnownParts(
  group({
    target: leaf('target', str, internal),
    fcRemotePort: subCapability('fc_remote_port', fcRemotePort),
  }),
  { missing: internal, known: ['fc_remote_port'], unknown: internal },
);

/** A SCSI logical unit. */
export const scsiCapability = group({
  host: leaf('host', uint, internal),
  bus: leaf('bus', uint, internal),
  target: leaf('target', uint, internal),
  lun: leaf('lun', uint, internal),
  deviceType: leaf('type', str).optional,
});
