import { connect } from '@tsvirt/core';
import { expect, test } from 'vitest';
import { cannotRun } from '../tsvirtd.js';
import { WorkspaceDaemon } from '../workspace-daemon.js';
import { Wire } from './wire.js';

test.skipIf(cannotRun !== undefined)('connections that say nothing take no places from those that speak', async () => {
  await using daemon = await WorkspaceDaemon.start();
  const limit = AbortSignal.timeout(20_000);
  // More than max_anonymous_clients.
  const silent = await Promise.all(Array.from({ length: 60 }, () => Wire.connect(daemon.place.socket(), limit)));
  await using connection = await connect('test:///default', { socket: daemon.place.socket(), timeoutMs: 10_000 });
  expect(await connection.call.connectGetType({})).toEqual({ type: 'TEST' });
  for (const wire of silent) wire.vanish();
});
