import type { NonnullNetwork } from '@tsvirt/core/protocol';
import type { Uuid } from '@tsvirt/util';
import { DhcpServer } from './dhcp-server.js';
import type { NetworkDefinition } from './network-definition.js';
import { NetworkPorts } from './network-ports.js';

/** One virtual network of the mock host. */
export class TestNetwork {
  readonly uuid: Uuid;
  readonly name: string;
  /** In force: the live one while the network is active. */
  definition: NetworkDefinition;
  /** While it is active and somebody changed its configuration: what it will be started with next. */
  nextDefinition: NetworkDefinition | undefined;
  isActive = false;
  persistent = false;
  autostart = false;
  #ports: NetworkPorts | undefined;
  #dhcp: DhcpServer | undefined;

  constructor(definition: NetworkDefinition) {
    this.uuid = definition.uuid;
    this.name = definition.name;
    this.definition = definition;
  }

  /** How calls and events name it. */
  get reference(): NonnullNetwork {
    return { name: this.name, uuid: this.uuid };
  }

  /** What it will be started with the next time. */
  get configuration(): NetworkDefinition {
    return this.nextDefinition ?? this.definition;
  }

  /** Where guests are plugged in; made when first asked, as most networks never are. */
  get ports(): NetworkPorts {
    this.#ports ??= new NetworkPorts(this);
    return this.#ports;
  }

  /** As `ports`. */
  get dhcp(): DhcpServer {
    this.#dhcp ??= new DhcpServer();
    return this.#dhcp;
  }

  /** Back to the configuration, without ports and leases. */
  stop(): void {
    this.isActive = false;
    this.definition = this.configuration;
    this.nextDefinition = undefined;
    this.#ports = undefined;
    this.#dhcp = undefined;
  }
}
