import { VirtError } from '@tsvirt/util';
import { type DriverHandlers, EventHub } from '../../src/contract/index.js';
import { eventObject } from '../../src/protocol/index.js';
import type { ConnectionOpener, ConnectionRequest, OpenedConnection } from '../../src/rpc/index.js';

/** The domain that libvirt's own test driver starts with. */
export const testDomain = { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };

/** A hypervisor of a few procedures, which answers what the recorded daemon answered. */
export class TinyDriver implements ConnectionOpener {
  readonly hub = new EventHub({
    objectOf: ({ payload }) => eventObject(payload),
    onError: reason => {
      throw reason;
    },
  });
  readonly requests: ConnectionRequest[] = [];
  readonly handlers: DriverHandlers;
  closed = 0;
  lose: ((reason: number) => void) | undefined;

  constructor(more: DriverHandlers = {}) {
    this.handlers = { ...basics, ...more };
  }

  open(request: ConnectionRequest): OpenedConnection {
    this.requests.push(request);
    if (request.uri !== null && !request.uri.startsWith('test:')) {
      throw new VirtError('NO_CONNECT', 'NONE', request.uri);
    }
    return {
      uri: request.uri ?? 'test:///default',
      driverName: 'TEST',
      handlers: this.handlers,
      hubFor: object => (object === 'secret' ? undefined : this.hub),
      onLost: listener => {
        this.lose = listener;
        return () => {
          this.lose = undefined;
        };
      },
      close: () => {
        this.closed++;
      },
    };
  }
}

function known(dom: { readonly uuid: string; readonly name: string }): void {
  if (dom.uuid === testDomain.uuid) return;
  throw new VirtError('NO_DOMAIN', 'TEST', `no domain with matching uuid '${dom.uuid}' (${dom.name})`);
}

const basics: DriverHandlers = {
  connectGetHostname: () => ({ hostname: 'vmhost' }),
  connectGetMaxVcpus: () => ({ maxVcpus: 32 }),
  connectSupportsFeature: ({ feature }) => ({ supported: feature === 9 ? 1 : 0 }),
  connectListDomains: () => ({ ids: [1] }),
  connectListAllDomains({ flags }) {
    if ((flags & 0x4000_0000) !== 0) {
      throw new VirtError('INVALID_ARG', 'TEST', 'unsupported flags');
    }
    return { domains: [testDomain] };
  },
  domainLookupByName({ name }) {
    if (name !== 'test') throw new VirtError('NO_DOMAIN', 'TEST');
    return { dom: testDomain };
  },
  domainGetInfo({ dom }) {
    known(dom);
    return { state: 1, maxMem: 8_388_608n, memory: 2_097_152n, nrVirtCpu: 2, cpuTime: 1_000_000_000n };
  },
  domainGetMaxMemory({ dom }) {
    known(dom);
    return { memory: 8_388_608n };
  },
  domainGetState({ dom }) {
    known(dom);
    return { state: 1, reason: 0 };
  },
  domainSuspend: ({ dom }) => known(dom),
  domainSetAutostart: ({ dom }) => known(dom),
  domainSetSchedulerParameters: () => {
    throw new VirtError('INVALID_ARG', 'NONE', "invalid type 'int' for parameter 'weight', expected 'uint'");
  },
  domainGetVcpus({ maxinfo }) {
    // Two lists with one bound each: no rule of the table, so the driver checks.
    if (maxinfo > 16_384) throw new VirtError('INTERNAL_ERROR', 'RPC', 'maxinfo > REMOTE_VCPUINFO_MAX');
    return { info: [], cpumaps: new Uint8Array(0) };
  },
};
