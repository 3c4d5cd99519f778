import { deferred } from '@tsvirt/util';
import { ClientStream } from '../rpc/client-stream.js';
import { ServerStream } from '../rpc/server-stream.js';
import type { StreamId } from '../rpc/stream-packets.js';

/** Both ends of a stream that never leaves this process. What is written is copied once, as on a socket. */
export function memoryStream(
  id: StreamId,
  direction: 'read' | 'write',
  sparse: boolean,
): { readonly server: ServerStream; readonly client: ClientStream } {
  const [toClient, toServer] = [new Way(), new Way()];
  const ended = (): void => {
    toClient.over();
    toServer.over();
  };
  const server: ServerStream = new ServerStream(id, direction, sparse, {
    sendData: (_, data) => client.arrived(Buffer.from(data)),
    sendHole: (_, length) => client.arrivedHole(length),
    sendOk: () => client.confirmed(),
    sendError: (_, error) => client.lost(error),
    writable: () => toClient.open(),
    pressure: full => toServer.shut(full),
    ended,
  });
  const client: ClientStream = new ClientStream(id, sparse, {
    sendData: (_, data) => server.received(Buffer.from(data)),
    sendHole: (_, length) => server.receivedHole(length),
    sendOk: () => server.finish(),
    sendError: () => server.abort(),
    writable: () => toServer.open(),
    pressure: full => toClient.shut(full),
    ended,
  });
  return { server, client };
}

/** One direction: writers wait while the reader has enough. */
class Way {
  #room = deferred();
  #isShut = false;
  #isOver = false;

  open(): Promise<void> {
    return this.#isShut && !this.#isOver ? this.#room.promise : Promise.resolve();
  }

  shut(isShut: boolean): void {
    if (isShut && !this.#isShut) this.#room = deferred();
    this.#isShut = isShut;
    if (!isShut) this.#room.resolve();
  }

  /** Nobody reads any more; the stream itself tells the writer so. */
  over(): void {
    this.#isOver = true;
    this.#room.resolve();
  }
}
