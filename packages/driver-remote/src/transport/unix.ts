import { daemonMode, localSocket } from '@tsvirt/util/host';
import { type Dial, dialSocket } from './dial.js';

/** A daemon of this host, through its Unix socket. */
export const dialUnix: Dial = async ({ uri, parameters }, { readOnly, signal, config }) => {
  const mode = daemonMode(parameters.mode) ?? config.mode ?? 'auto';
  const driver = uri.driver === 'remote' ? undefined : uri.driver;
  const path = parameters.socket ?? (await localSocket({ driver, path: uri.path, readOnly, mode }));
  return dialSocket({ path }, `cannot connect to socket '${path}'`, signal);
};
