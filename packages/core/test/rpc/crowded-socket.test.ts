import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RpcClient } from '@tsvirt/core/rpc';
import { expect, test } from 'vitest';

const listener =
  "require('node:net').createServer().listen({ path: process.argv[1], backlog: 1 }, () => console.log('ready'))";

/** Connects until the socket's backlog is full. */
async function crowd(socket: string): Promise<net.Socket[]> {
  for (const crowding: net.Socket[] = []; ; ) {
    const next = net.connect(socket);
    const outcome = await new Promise<string>(resolve => {
      next.once('connect', () => resolve('in'));
      next.once('error', (reason: NodeJS.ErrnoException) => resolve(reason.code ?? ''));
    });
    if (outcome !== 'in') {
      expect(outcome).toBe('EAGAIN');
      return crowding;
    }
    crowding.push(next);
  }
}

test('a socket where too many wait is waited for', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tsvirt-crowd-'));
  const socket = path.join(folder, 'sock');
  const server = spawn(process.execPath, ['-e', listener, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(server.stdout, 'data');
    server.kill('SIGSTOP');
    const crowding = await crowd(socket);

    const givenUp = new AbortController();
    const abandoned = RpcClient.connect({ path: socket }, { programs: [] }, givenUp.signal);
    const patient = RpcClient.connect({ path: socket }, { programs: [] });
    givenUp.abort();
    await expect(abandoned).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });

    server.kill('SIGCONT');
    const client = await patient;
    client.channel.destroy();
    for (const one of crowding) one.destroy();
  } finally {
    server.kill('SIGKILL');
    await rm(folder, { recursive: true });
  }
});
