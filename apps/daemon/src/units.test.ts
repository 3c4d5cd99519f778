import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { takeActivatedSockets } from './activation.js';
import { chooseLayout } from './layout.js';
import { planSockets } from './sockets.js';
import { readSettings } from './settings.js';

const folder = fileURLToPath(new URL('../systemd', import.meta.url));
const units = (await readdir(folder)).filter(name => name.endsWith('.socket'));

describe('the units that come along', () => {
  const layout = chooseLayout({ root: undefined, layout: 'tsvirt' }, { privileged: true, home: '/root', env: {} });
  const options = { root: undefined, listen: [], listenConfigured: false };
  const planned = planSockets({ layout, options, settings: readSettings(undefined), activated: [], gid: undefined });

  test.each(units)('%s is the socket that the daemon would open itself', async name => {
    const text = await readFile(join(folder, name), 'utf8');
    const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1];
    const [socket] = takeActivatedSockets({ LISTEN_PID: '7', LISTEN_FDS: '1', LISTEN_FDNAMES: name }, 7);
    const own = planned.find(({ role }) => role === socket?.role)?.endpoint;
    expect(own).toMatchObject({ path: value('ListenStream'), mode: Number.parseInt(value('SocketMode') ?? '', 8) });
    expect(value('Service')).toBe('tsvirtd.service');
  });

  test('are one for each of its sockets', () => {
    expect(units).toHaveLength(planned.length);
  });
});
