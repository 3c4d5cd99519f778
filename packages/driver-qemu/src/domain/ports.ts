import { createServer } from 'node:net';
import { VirtError } from '@tsvirt/util';

/** Ports of graphical consoles, from which each guest gets one of its own. */
const firstPort = 5900;
const lastPort = 65535;

/** Hands out the ports that nobody else listens on. */
export class GraphicsPorts {
  readonly #taken = new Set<number>();

  /**
   * Takes the lowest port that is free on this address.
   * @throws INTERNAL_ERROR when none is
   */
  async take(address: string): Promise<number> {
    for (let port = firstPort; port <= lastPort; port++) {
      if (this.#taken.has(port)) continue;
      // Taken before it is tried: two guests that start at once must not find the same one.
      this.#taken.add(port);
      if (await isFree(port, address)) return port;
      this.#taken.delete(port);
    }
    throw new VirtError(
      'INTERNAL_ERROR',
      'QEMU',
      `Unable to find an unused port in range 'VNC' (${firstPort}-${lastPort})`,
    );
  }

  /** Notes the port of a guest that was found running. */
  reserve(port: number): void {
    this.#taken.add(port);
  }

  release(port: number): void {
    this.#taken.delete(port);
  }
}

function isFree(port: number, address: string): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: address, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
