import { access } from 'node:fs/promises';
import {
  declined,
  type DriverConnection,
  type DriverContext,
  type OpenRequest,
  type RunningDriver,
} from '@tsvirt/core/contract';
import type { VirUri } from '@tsvirt/util';
import { directSocket } from '@tsvirt/util/host';
import { loadForwardingRules } from './permission.js';

/** Hypervisors that are spoken to from here, by drivers of their own: a daemon on such a host there is none. */
const withoutDaemon: ReadonlySet<string> = new Set(['esx', 'gsx', 'vpx', 'hyperv', 'phyp']);

/** Opens connections to other daemons. */
export async function startRemote(context: DriverContext): Promise<RunningDriver> {
  let rules = await loadForwardingRules(context.directories.etc);
  return {
    async open(request: OpenRequest): Promise<DriverConnection | typeof declined> {
      const text = await whereTo(request);
      if (text === undefined) return declined;
      // A daemon that is never asked to connect elsewhere does not load what that takes.
      const { openForwarded } = await import('./open.js');
      return openForwarded(text, request, rules, context.log);
    },
    async reload() {
      rules = await loadForwardingRules(context.directories.etc);
    },
  };
}

/** The URI to connect to; undefined for one that leads nowhere else. */
async function whereTo({ uri, readOnly }: OpenRequest): Promise<string | undefined> {
  if (uri.driver !== undefined && withoutDaemon.has(uri.driver)) return undefined;
  if (uri.transport !== undefined || (uri.host ?? '') !== '') return uri.toString();
  return ownDaemonOf(uri, readOnly);
}

/**
 * A URI of this host that none of this daemon's drivers opens: it is for the hypervisor's own daemon (virtxend), where that
 * runs. Never for a daemon that serves all of them: that may be this one.
 */
async function ownDaemonOf(uri: VirUri, readOnly: boolean): Promise<string | undefined> {
  const socket = directSocket({ driver: uri.driver, path: uri.path, readOnly });
  if (socket === undefined) return undefined;
  const isThere = await access(socket).then(
    () => true,
    // Not there: then nobody serves the URI.
    () => false,
  );
  if (!isThere) return undefined;
  const parameters = [...uri.parameters, { name: 'socket', value: socket }];
  return uri.with({ scheme: `${uri.scheme}+unix`, parameters }).toString();
}
