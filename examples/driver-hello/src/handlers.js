// @ts-check
import { ConnectListAllDomainsFlags, DomainXMLFlags } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';

/**
 * @typedef {import('./host.js').HelloHost} HelloHost
 * @typedef {import('./host.js').HelloDomain} HelloDomain
 */

const version = 1_000_000n; // 1.0.0

/**
 * The procedures that this driver serves, under their API names without `vir`. What is absent is answered with
 * "not supported by the connection driver".
 * @param {HelloHost} host
 * @returns {import('@tsvirt/core/contract').DriverHandlers}
 */
export function domainHandlers(host) {
  return {
    connectGetVersion: () => ({ hvVer: version }),
    connectGetHostname: () => ({ hostname: 'hello' }),
    connectListAllDomains({ flags }) {
      const { active, inactive } = ConnectListAllDomainsFlags;
      checkFlags(flags, active | inactive);
      return { domains: host.domains.filter(domain => isListed(domain, flags)).map(wire) };
    },
    connectNumOfDomains: () => ({ num: host.domains.filter(isActive).length }),
    connectNumOfDefinedDomains: () => ({ num: host.domains.filter(domain => !isActive(domain)).length }),
    domainLookupByName: ({ name }) => ({ dom: wire(host.named(name)) }),
    domainLookupByUUID: ({ uuid }) => ({ dom: wire(host.withUuid(uuid)) }),
    domainLookupByID: ({ id }) => ({ dom: wire(host.withId(id)) }),
    domainGetState({ dom, flags }) {
      checkFlags(flags);
      return host.state(host.find(dom));
    },
    domainGetInfo: ({ dom }) => {
      const domain = host.find(dom);
      const { memoryKiB: memory, vcpus } = domain;
      return { state: host.state(domain).state, maxMem: memory, memory, nrVirtCpu: vcpus, cpuTime: 0n };
    },
    domainGetXMLDesc({ dom, flags }) {
      const { secure, inactive } = DomainXMLFlags;
      checkFlags(flags, secure | inactive);
      const domain = host.find(dom);
      return { xml: xmlOf((flags & inactive) === 0 ? domain : { ...domain, id: -1 }) };
    },
    domainIsActive: ({ dom }) => ({ active: isActive(host.find(dom)) ? 1 : 0 }),
    domainIsPersistent: ({ dom }) => ({ persistent: host.find(dom) === undefined ? 0 : 1 }),
    domainCreate: ({ dom }) => host.boot(host.find(dom)),
    domainCreateWithFlags({ dom, flags }) {
      checkFlags(flags);
      const domain = host.find(dom);
      host.boot(domain);
      return { dom: wire(domain) };
    },
    domainShutdown: ({ dom }) => host.halt(host.find(dom), 'shutdown'),
    domainShutdownFlags({ dom, flags }) {
      checkFlags(flags);
      host.halt(host.find(dom), 'shutdown');
    },
    domainDestroy: ({ dom }) => host.halt(host.find(dom), 'destroyed'),
    domainDestroyFlags({ dom, flags }) {
      checkFlags(flags);
      host.halt(host.find(dom), 'destroyed');
    },
  };
}

/**
 * A flag that the driver does not know must not be ignored: its caller counts on it.
 * @param {number} flags
 * @param {number} [known]
 */
function checkFlags(flags, known = 0) {
  const unknown = flags & ~known;
  if (unknown !== 0) throw new VirtError('INVALID_ARG', 'DOMAIN', `unsupported flags (0x${unknown.toString(16)})`);
}

/** @param {HelloDomain} domain */
function isActive({ id }) {
  return id !== -1;
}

/**
 * @param {HelloDomain} domain
 * @param {number} flags
 */
function isListed(domain, flags) {
  const { active, inactive } = ConnectListAllDomainsFlags;
  const wanted = flags & (active | inactive);
  return wanted === 0 || (wanted & (isActive(domain) ? active : inactive)) !== 0;
}

/** @param {HelloDomain} domain */
function wire({ name, uuid, id }) {
  return { name, uuid, id };
}

/** @param {HelloDomain} domain */
function xmlOf({ name, uuid, id, memoryKiB, vcpus }) {
  return `<domain type='hello'${id === -1 ? '' : ` id='${id}'`}>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <memory unit='KiB'>${memoryKiB}</memory>
  <currentMemory unit='KiB'>${memoryKiB}</currentMemory>
  <vcpu>${vcpus}</vcpu>
  <os>
    <type>hello</type>
  </os>
</domain>
`;
}
