import type { ApiEvents, Connection, EventName } from '@tsvirt/core';
import { type Deferred, deferred } from '@tsvirt/util';

const marker = 'marker-of-the-log';

/** Events of one connection as lines, in the order in which they come: `started booted`. */
export class EventLog {
  readonly #connection: Connection;
  readonly #markerXml: string;
  #lines: string[] = [];
  #marked: Deferred<void> | undefined;

  private constructor(connection: Connection, markerXml: string) {
    this.#connection = connection;
    this.#markerXml = markerXml;
  }

  /**
   * Listens to what domains go through.
   * @param domainXml a small domain of the driver's, by its name: one is defined to know that all events before are here
   */
  static async of(connection: Connection, domainXml: (name: string) => string): Promise<EventLog> {
    const log = new EventLog(connection, domainXml(marker));
    await connection.on('domainLifecycle', ({ domain, event, detail }) => {
      if (domain.name !== marker) log.#lines.push(`${event} ${detail}`);
      else if (event === 'defined') log.#marked?.resolve();
    });
    return log;
  }

  /** Listens to further events. @param line what is written of one */
  async listen<N extends EventName>(name: N, line: (event: ApiEvents[N]) => string): Promise<void> {
    await this.#connection.on(name, event => void this.#lines.push(line(event)));
  }

  /** What came since it was asked last: all that happened before this call. */
  async taken(): Promise<readonly string[]> {
    this.#marked = deferred();
    const domain = await this.#connection.domainDefineXML(this.#markerXml);
    await this.#marked.promise;
    await domain.undefine();
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}
