import { cannotRun } from '../tsvirtd.js';
import { WorkspaceDaemon } from '../workspace-daemon.js';

/** A daemon of somebody else's choice, for the same expectations: `test+unix:///default?socket=/run/libvirt/libvirt-sock`. */
const given = process.env['TSVIRT_API_URI'];

/** Why there is no daemon to test the API with; undefined: there is one. */
export const noHost: string | undefined =
  given === undefined
    ? cannotRun
    : /^test[:+]/.test(given)
      ? undefined
      : 'the expectations are those of the test driver';

/** A daemon with the test driver, and how it is reached. */
export interface ApiHost extends AsyncDisposable {
  readonly uri: string;
  /** Ends the daemon and starts it again; absent for one that is not ours. */
  readonly restart?: () => Promise<void>;
}

/** The daemon that `TSVIRT_API_URI` names, or one of the workspace with `test:///default`. */
export async function apiHost(): Promise<ApiHost> {
  if (given !== undefined) return { uri: given, [Symbol.asyncDispose]: () => Promise.resolve() };
  const daemon = await WorkspaceDaemon.start();
  return {
    uri: daemon.uri('test:///default'),
    restart: () => daemon.restart('SIGTERM'),
    [Symbol.asyncDispose]: () => daemon[Symbol.asyncDispose](),
  };
}

/** A small domain of the test driver's kind. */
export function domainXml(name: string): string {
  return `<domain type='test'><name>${name}</name><memory>65536</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>`;
}
