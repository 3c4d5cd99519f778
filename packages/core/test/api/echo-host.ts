import { openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventHub } from '../../src/contract/index.js';
import { admin, eventObject, type Procedure } from '../../src/protocol/index.js';
import { XdrReader } from '../../src/protocol/xdr-reader.js';
import {
  type ConnectionOpener,
  connectionPrograms,
  noAuthentication,
  RpcServer,
  type ServedProgram,
  servedProgram,
  type ServerCall,
} from '../../src/rpc/index.js';
import { canPassFds, closeFds } from '../../src/rpc/fd-passing.js';

/** What even an empty host has: a CPU, and guests with one. */
const leasts: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  nodeGetInfo: { nodes: 1, sockets: 1, cores: 1, threads: 1 },
  domainGetInfo: { nrVirtCpu: 1 },
  domainGetMaxVcpus: { num: 1 },
  domainGetVcpusFlags: { num: 1 },
};

/** More zeros than any answer of zeros and empty lists needs. */
const zeros = Buffer.alloc(4096);

/**
 * A daemon of which every procedure works and does nothing: it answers zeros, empty texts and empty lists in the shape
 * of the procedure's own table, and remembers what was called.
 */
export class EchoHost implements AsyncDisposable {
  readonly calls = new Set<string>();
  readonly passesFds = canPassFds();
  readonly #server = new RpcServer({ name: 'libvirtd' });
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(): Promise<EchoHost> {
    const host = new EchoHost(await mkdtemp(join(tmpdir(), 'tsvirt-echo-')));
    const served = connectionPrograms({ opener: everything, libVersion: 9_000_000 }).map(one => host.#echoing(one));
    await host.#server.listen(
      { name: 'unix', programs: served, authenticator: noAuthentication },
      { kind: 'unix', path: host.#socket },
    );
    await host.#server.listen(
      { name: 'admin', programs: [host.#echoing(servedProgram(admin, {}))] },
      { kind: 'unix', path: host.#adminSocket },
    );
    return host;
  }

  get uri(): string {
    return `test+unix:///default?socket=${this.#socket}`;
  }

  get adminUri(): string {
    return `libvirtd:///system?socket=${this.#adminSocket}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.close();
    await rm(this.#folder, { recursive: true });
  }

  get #socket(): string {
    return join(this.#folder, 'sock');
  }

  get #adminSocket(): string {
    return join(this.#folder, 'admin-sock');
  }

  #echoing(served: ServedProgram): ServedProgram {
    return {
      program: served.program,
      route: number => {
        const found = served.route(number);
        if (found === undefined) return undefined;
        const { procedure, own } = found;
        return {
          procedure,
          own: (args, call) => {
            this.calls.add(procedure.name);
            return own === undefined ? echo(procedure, Number(args['offset'] ?? 0), call) : own(args, call);
          },
        };
      },
    };
  }
}

function echo(procedure: Procedure, offset: number, call: ServerCall) {
  closeFds(call.fds);
  if (procedure.spec.fds === 'reply') call.replyFds([openSync('/dev/null', 'r')]);
  if (procedure.spec.stream !== undefined) {
    call.stream.serve(async stream => {
      if (procedure.spec.stream === 'read') {
        await (offset === 0 ? stream.write(new Uint8Array(8)) : stream.writeHole(8n));
        await stream.end();
      }
      for await (const _ of stream);
    });
  }
  // The one empty answer that a client cannot go on with: a guest must go somewhere.
  if (procedure.name === 'domainMigratePrepare3Params') return { cookieOut: new Uint8Array(0), uriOut: 'tcp:echo' };
  return { ...procedure.decodeRet(new XdrReader(zeros)), ...leasts[procedure.name] };
}

const everything: ConnectionOpener = {
  open() {
    const hub = new EventHub({ objectOf: ({ payload }) => eventObject(payload), onError: () => {} });
    return {
      uri: 'test:///default',
      driverName: 'TEST',
      handlers: { connectSupportsFeature: () => ({ supported: 1 }) },
      hubFor: () => hub,
      onLost: () => () => {},
      close: () => {},
    };
  },
};
