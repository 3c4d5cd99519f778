import { connectIdentityParamsMax } from '../limits.js';
import { procedures } from '../procedure.js';
import { optText, text } from '../text.js';
import { typedParam } from '../typed-param.js';
import { array, int, uhyper, uint } from '../xdr.js';

/** The connection itself: opening, closing, and what its hypervisor is. */
export const connect = procedures({
  /**
   * Opens the connection to a hypervisor. `name` is its URI without transport; null lets the server choose. `flags` are
   * `ConnectFlags`.
   */
  connectOpen: {
    number: 1,
    since: '0.0.3',
    priority: 'high',
    acl: ['connect:getattr'],
    args: { name: optText, flags: uint },
  },

  /** Closes the connection. The server answers, then closes the socket. */
  connectClose: { number: 2, since: '0.0.3', priority: 'high' },

  /** Name of the hypervisor's kind: `QEMU`, `LXC`, `Test`. */
  connectGetType: { number: 3, since: '0.0.3', priority: 'high', acl: ['connect:getattr'], ret: { type: text } },

  /** Version of the hypervisor as major * 1000000 + minor * 1000 + release. */
  connectGetVersion: { number: 4, since: '0.0.3', priority: 'high', acl: ['connect:getattr'], ret: { hvVer: uhyper } },

  /** Most vCPUs that a guest may have. `type` is the domain type (`kvm`); null for the usual one. */
  connectGetMaxVcpus: {
    number: 5,
    since: '0.2.1',
    priority: 'high',
    acl: ['connect:read'],
    args: { type: optText },
    ret: { maxVcpus: int },
  },

  /** XML document of what host and hypervisor can do: CPU, NUMA cells, guest architectures. */
  connectGetCapabilities: { number: 7, since: '0.2.1', acl: ['connect:read'], ret: { capabilities: text } },

  /** Name of the host that the hypervisor runs on. */
  connectGetHostname: {
    number: 59,
    since: '0.3.0',
    priority: 'high',
    acl: ['connect:getattr'],
    ret: { hostname: text },
  },

  /** Whether driver or server has a feature of the protocol: 1 or 0, also 0 for unknown numbers. */
  connectSupportsFeature: {
    number: 60,
    priority: 'high',
    acl: ['connect:getattr'],
    args: { feature: int },
    ret: { supported: int },
  },

  /** URI of the connection as the hypervisor driver sees it. */
  connectGetURI: { number: 110, since: '0.3.0', priority: 'high', acl: ['connect:getattr'], ret: { uri: text } },

  /** Domain XML out of a hypervisor's own configuration. `nativeFormat`: `qemu-argv`, `vmware-vmx`. */
  connectDomainXMLFromNative: {
    number: 135,
    since: '0.6.4',
    readOnlyDenied: true,
    acl: ['connect:write'],
    args: { nativeFormat: text, nativeConfig: text, flags: uint },
    ret: { domainXml: text },
  },

  /** A hypervisor's own configuration out of domain XML: QEMU's command line, a VMX file. */
  connectDomainXMLToNative: {
    number: 136,
    since: '0.6.4',
    readOnlyDenied: true,
    acl: ['connect:write'],
    args: { nativeFormat: text, domainXml: text, flags: uint },
    ret: { nativeConfig: text },
  },

  /** Whether nobody can listen to the connection: local socket or encrypted. 1 or 0. */
  connectIsSecure: { number: 149, since: '0.7.3', priority: 'high', ret: { secure: int } },

  /** Version of the server's library as major * 1000000 + minor * 1000 + release. */
  connectGetLibVersion: {
    number: 157,
    since: '0.7.3',
    priority: 'high',
    acl: ['connect:getattr'],
    ret: { libVer: uhyper },
  },

  /** SMBIOS of the host as XML. */
  connectGetSysinfo: {
    number: 203,
    since: '0.8.8',
    priority: 'high',
    acl: ['connect:read'],
    args: { flags: uint },
    ret: { sysinfo: text },
  },

  /**
   * XML document of what a guest may have with an emulator, architecture, machine and domain type; null takes the usual
   * one.
   */
  connectGetDomainCapabilities: {
    number: 342,
    since: '1.2.7',
    readOnlyDenied: true,
    acl: ['connect:write'],
    args: { emulatorbin: optText, arch: optText, machine: optText, virttype: optText, flags: uint },
    ret: { capabilities: text },
  },

  /** Says on whose behalf this connection acts; only privileged callers may. Names in `ConnectIdentityParam`. */
  connectSetIdentity: {
    number: 419,
    since: '5.8.0',
    acl: ['connect:write'],
    args: { params: array(typedParam, connectIdentityParamsMax), flags: uint },
  },
});
