import { valueFault } from '../kernel/index.js';
import type { Virtualport } from '../domain/virtualport.js';

const parametersOf: Readonly<Record<NonNullable<Virtualport['type']>, readonly string[]>> = {
  '802.1Qbg': ['managerId', 'typeId', 'typeIdVersion', 'instanceId'],
  '802.1Qbh': ['profileId'],
  openvswitch: ['interfaceId', 'profileId'],
  // The others mean nothing to it, and are passed over.
  midonet: ['managerId', 'typeId', 'typeIdVersion', 'instanceId', 'interfaceId', 'profileId'],
};

/** Checks that a virtual port has a type, and only the parameters of that type. */
export function validateVirtualport(port: Virtualport): void {
  if (port.type === undefined) throw valueFault(['XML_ERROR', 'NONE'], 'missing required virtualport type', port);
  const { parameters = {} } = port;
  if ((parameters.profileId?.length ?? 0) > 39) {
    const detail = 'profileid of virtualport is longer than 39 characters';
    throw valueFault(['XML_ERROR', 'NONE'], detail, parameters, 'profileId');
  }
  const allowed = parametersOf[port.type];
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && !allowed.includes(name)) {
      const detail = `extra ${name.toLowerCase()} in <virtualport type='${port.type}'>`;
      throw valueFault(['XML_ERROR', 'NET'], detail, parameters);
    }
  }
}
