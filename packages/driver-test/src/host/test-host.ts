import { matchDefinition, ObjectStore } from '@tsvirt/conf/store';
import { type Client, EventHub } from '@tsvirt/core/contract';
import { type DomainIPAddr, eventObject, IPAddrType, type RemoteProcedures } from '@tsvirt/core/protocol';
import { formatIp, type IpAddress, type Logger, parseIp, randomUuid, VirtError } from '@tsvirt/util';
import { DomainStore } from '../domain/domain-store.js';
import { type GuestMeasures, mockMeasures } from '../domain/guest-measures.js';
import { instantPace, type Pace, timedPace } from '../domain/job/pace.js';
import type { TestDomain } from '../domain/test-domain.js';
import { NodeDeviceStore } from '../node-device/node-device-store.js';
import { firstAddress, type NetworkDefinition } from '../network/network-definition.js';
import { TestNetwork } from '../network/test-network.js';
import { NwfilterStore } from '../nwfilter/nwfilter-store.js';
import { SecretStore } from '../secret/secret-store.js';
import type { TestPool } from '../storage/test-pool.js';
import { ContentBudget } from '../storage/volume-content.js';
import { InterfaceStore } from '../interface/interface-store.js';
import { HostClock } from './host-clock.js';
import { MemorySharing } from './memory-sharing.js';
import { PagePools } from './page-pools.js';
import type { HostTopology } from './topology.js';

/** What a mock host shares with those that take its place: its clock, and where events come out. */
export interface HostSurroundings {
  readonly log: Logger;
  /** Absent: the machine's own time. */
  readonly clock?: HostClock;
  /** Absent: one of its own. */
  readonly events?: EventHub;
  /** How guests are measured on that clock; absent: as libvirt's mock does. */
  readonly measures?: (clock: HostClock) => GuestMeasures;
  /** Whether it also serves what libvirt's mock refuses; false unless given. */
  readonly complete?: boolean;
  /** Whether jobs take time; absent: where the clock runs. */
  readonly jobs?: 'instant' | 'timed' | undefined;
  /** Called when a guest's job begins. */
  readonly onJob?: () => void;
  /** How the host reaches others, for guests that migrate by themselves; absent: not at all. */
  readonly openConnection?: HostOpener;
}

/** Opens a connection to another host. @throws VirtError */
export type HostOpener = (uri: string, signal: AbortSignal) => Promise<HostLink>;

/** A connection to another host, to be closed by whoever opened it. */
export interface HostLink extends AsyncDisposable {
  readonly call: Client<RemoteProcedures>;
}

/** Where the events of mock hosts come out. */
export function hostEvents(log: Logger): EventHub {
  return new EventHub({
    objectOf: ({ payload }) => eventObject(payload),
    onError: reason => log.error('an event listener failed', reason),
  });
}

/**
 * One mock host with all that is on it. Connections to `test:///default` through a daemon share one; each connection
 * to a host's document has its own.
 */
export class TestHost {
  readonly topology: HostTopology;
  readonly domains = new DomainStore();
  readonly networks = new ObjectStore<TestNetwork>();
  readonly pools = new ObjectStore<TestPool>();
  readonly interfaces = new InterfaceStore();
  readonly nodeDevices = new NodeDeviceStore();
  readonly secrets = new SecretStore();
  readonly nwfilters = new NwfilterStore();
  readonly pagePools: PagePools;
  readonly memorySharing = new MemorySharing();
  /** What the contents of all volumes together may take. */
  readonly volumeContents = new ContentBudget();
  readonly events: EventHub;
  readonly clock: HostClock;
  readonly measures: GuestMeasures;
  /** Whether it serves what real hypervisors do; else it refuses what libvirt's mock refuses. */
  readonly isComplete: boolean;
  /** Tells this host from others, as guests that migrate must. */
  readonly uuid: string = randomUuid();
  readonly pace: Pace;
  readonly onJob: () => void;
  readonly openConnection: HostOpener | undefined;

  constructor(topology: HostTopology, surroundings: HostSurroundings) {
    const { log, clock = new HostClock(), events = hostEvents(log), measures = mockMeasures } = surroundings;
    this.isComplete = surroundings.complete ?? false;
    this.pace = (surroundings.jobs ?? (clock.runs ? 'timed' : 'instant')) === 'timed' ? timedPace : instantPace;
    this.onJob = surroundings.onJob ?? (() => {});
    this.openConnection = surroundings.openConnection;
    this.topology = topology;
    this.pagePools = new PagePools(topology.cells);
    this.clock = clock;
    this.events = events;
    this.measures = measures(clock);
  }

  /** Tells of a domain's life; type and detail are numbers of the API. */
  emitLifecycle(domain: TestDomain, event: number, detail: number): void {
    if (this.events.wanted('domainLifecycle'))
      this.events.emit('domainLifecycle', { dom: domain.reference, event, detail });
  }

  /**
   * Takes a network's definition in, as a new network or as the next of the network with its name and uuid.
   * @throws VirtError OPERATION_FAILED when name or uuid belong to another network
   */
  admitNetwork(definition: NetworkDefinition): TestNetwork {
    const known = matchDefinition(this.networks, definition, 'network', 'NETWORK');
    if (known !== undefined) {
      known.nextDefinition = known.isActive ? definition : undefined;
      if (!known.isActive) known.definition = definition;
      return known;
    }
    const network = new TestNetwork(definition);
    this.networks.add(network);
    return network;
  }

  /**
   * The address that a guest's interface has on a network.
   * @param offset how far behind the first address that guests get
   * @throws VirtError NO_NETWORK
   */
  networkAddress(name: string, offset: number): DomainIPAddr {
    const network = this.networks.byName(name);
    if (network === undefined) throw new VirtError('NO_NETWORK', 'TEST', `no network with matching name '${name}'`);
    const first = firstAddress(network.definition);
    if (first === undefined)
      throw new VirtError('INTERNAL_ERROR', 'TEST', `network '${name}' has no addresses to give`);
    const address = parseIp(first.address);
    if (address === undefined)
      throw new VirtError('INTERNAL_ERROR', 'TEST', `network '${name}' has address '${first.address}'`);
    const type = address.family === 6 ? IPAddrType.ipv6 : IPAddrType.ipv4;
    return { type, addr: formatIp(addressPlus(address, offset)), prefix: first.prefix };
  }
}

function addressPlus({ family, bytes }: IpAddress, offset: number): IpAddress {
  const sum = Uint8Array.from(bytes);
  let carry = offset;
  for (let index = sum.length - 1; index >= 0 && carry > 0; index--) {
    carry += sum[index] ?? 0;
    sum[index] = carry & 0xff;
    carry = Math.floor(carry / 256);
  }
  return { family, bytes: sum };
}
