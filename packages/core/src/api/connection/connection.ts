import { EventCalls } from './event-calls.js';
import { domainOverview, type DomainOverview, type OverviewOptions } from './overview.js';

/**
 * An open connection to a hypervisor's driver. `open` makes one; close it, or hold it with `await using`. Each of
 * libvirt's functions is a method under its name without `vir` (and without the object's own prefix); the last argument
 * takes a signal, a time limit and the flags. What fails throws a VirtError.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * console.log(await connection.getType(), await connection.getHostname());
 * const { vcpus } = await (await connection.domainLookupByName('web')).getInfo({ timeoutMs: 2000 });
 * console.log(vcpus); // 2
 * for (const { domain, status } of await connection.domainOverview()) {
 *   console.log(domain.name, status.state);
 * }
 * ```
 */
export class Connection extends EventCalls {
  protected get self(): Connection {
    return this;
  }

  /**
   * All domains with state, size and measurements, in one round trip where the driver measures them; with `xml` also
   * their documents, asked for side by side.
   */
  domainOverview<D = string>(options: OverviewOptions<D> = {}): Promise<DomainOverview<D>[]> {
    return domainOverview(this, options);
  }
}
