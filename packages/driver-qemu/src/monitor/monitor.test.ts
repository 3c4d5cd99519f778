import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isObject } from './qmp-message.js';
import { expect, onTestFinished, test } from 'vitest';
import { maxUnanswered, Monitor, type MonitorOptions } from './monitor.js';

type Answer = (command: { name: string; id: string }, socket: net.Socket) => void;

const greeting =
  '{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, "capabilities": []}}\n';

/** A program that speaks QMP's framing and answers as the test says. */
async function fakeQemu(answer: Answer): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tsvirt-qmp-'));
  const server = net.createServer(socket => {
    socket.on('error', () => {});
    socket.write(greeting);
    let text = '';
    socket.on('data', chunk => {
      text += chunk.toString('utf8');
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n')) {
        const message: unknown = JSON.parse(text.slice(0, end));
        text = text.slice(end + 1);
        if (!isObject(message)) continue;
        const name = String(message['execute']);
        const id = String(message['id']);
        if (name === 'qmp_capabilities') socket.write(`{"return": {}, "id": "${id}"}\n`);
        else answer({ name, id }, socket);
      }
    });
  });
  const file = path.join(folder, 'monitor');
  await new Promise<void>(resolve => void server.listen(file, resolve));
  onTestFinished(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  return file;
}

async function open(file: string, options: Partial<MonitorOptions> = {}): Promise<Monitor> {
  const { monitor } = await Monitor.open(file, { name: 'web', ...options });
  onTestFinished(() => monitor.close());
  return monitor;
}

test('answers find their commands by id, in whatever order they come', async () => {
  const waiting: string[] = [];
  const file = await fakeQemu(({ name, id }, socket) => {
    waiting.unshift(`{"return": "${name}", "id": "${id}"}\n`);
    if (waiting.length === 2) socket.write(waiting.join(''));
  });
  const monitor = await open(file);
  await expect(Promise.all([monitor.execute('one'), monitor.execute('two')])).resolves.toEqual(['one', 'two']);
});

test('a refusal fails its own command and tells the class of the error', async () => {
  const file = await fakeQemu(({ id }, socket) => {
    socket.write(`{"error": {"class": "DeviceNotFound", "desc": "Device 'x' not found"}, "id": "${id}"}\n`);
  });
  const monitor = await open(file);
  await expect(monitor.execute('device_del')).rejects.toMatchObject({
    code: 'INTERNAL_ERROR',
    errorClass: 'DeviceNotFound',
    description: "Device 'x' not found",
  });
  expect(monitor.isOpen).toBe(true);
});

test('a command that was given up fails alone, and its late answer is dropped', async () => {
  let late: (() => void) | undefined;
  const file = await fakeQemu(({ name, id }, socket) => {
    if (name === 'slow') late = () => socket.write(`{"return": 1, "id": "${id}"}\n`);
    else {
      late?.();
      socket.write(`{"return": 2, "id": "${id}"}\n`);
    }
  });
  const monitor = await open(file);
  await expect(monitor.execute('slow', undefined, { timeoutMs: 20 })).rejects.toMatchObject({
    code: 'OPERATION_TIMEOUT',
  });
  await expect(monitor.execute('quick')).resolves.toBe(2);
  expect(monitor.isOpen).toBe(true);
});

test.each([
  ['no JSON', '{"return":\n'],
  ['no object', '[1]\n'],
  ['a message of no known kind', '{"hello": 1}\n'],
  ['an answer that nobody waits for', '{"return": {}, "id": "no-such"}\n'],
  ['an answer without an id', '{"return": {}}\n'],
])('%s ends the connection, and what waits fails', async (_, line) => {
  const file = await fakeQemu((_command, socket) => void socket.write(line));
  const monitor = await open(file);
  await expect(monitor.execute('query-status')).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  expect(monitor.isOpen).toBe(false);
});

test('a line cut into single bytes is one line', async () => {
  const file = await fakeQemu(({ id }, socket) => {
    socket.setNoDelay(true);
    for (const byte of `{"return": "é", "id": "${id}"}\n`) socket.write(byte);
  });
  const monitor = await open(file);
  await expect(monitor.execute('query-name')).resolves.toBe('é');
});

test('events come before the end of the connection is told, and the end once', async () => {
  const order: string[] = [];
  const file = await fakeQemu((_command, socket) => {
    socket.end('{"event": "SHUTDOWN", "data": {"guest": true}, "timestamp": {"seconds": 1, "microseconds": 2}}\n');
  });
  const monitor = await open(file, {
    onEvent: event => order.push(event.name),
    onClose: () => order.push('closed'),
  });
  await expect(monitor.execute('quit')).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
  await expect(monitor.execute('query-status')).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
  expect(order).toEqual(['SHUTDOWN', 'closed']);
});

test('a QEMU that answers nothing is sent no more than so many commands', async () => {
  let arrived = 0;
  const monitor = await open(await fakeQemu(() => arrived++));
  const asked = Array.from({ length: maxUnanswered }, () =>
    monitor.execute('query-status', undefined, { timeoutMs: 1 }),
  );
  for (const outcome of await Promise.allSettled(asked))
    expect(outcome).toMatchObject({ reason: { code: 'OPERATION_TIMEOUT' } });
  await expect(monitor.execute('query-status')).rejects.toMatchObject({
    code: 'OPERATION_TIMEOUT',
    message: expect.stringContaining('without an answer') as string,
  });
  expect(arrived).toBeLessThanOrEqual(maxUnanswered);
});

test("answers to an earlier connection's commands are nobody's, whatever their numbers", async () => {
  const earlier: string[] = [];
  const file = await fakeQemu(({ name, id }, socket) => {
    if (name === 'leave') {
      earlier.push(id);
      socket.destroy();
      return;
    }
    const late = earlier.map(each => `{"return": "late", "id": "${each}"}\n`);
    socket.write(`${late.join('')}{"return": "own", "id": "${id}"}\n`);
  });
  const first = await open(file);
  await expect(first.execute('leave')).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
  const second = await open(file);
  await expect(second.execute('stay')).resolves.toBe('own');
  expect(second.isOpen).toBe(true);
});

test('a QEMU that begins a connection anew is negotiated with again, and runs what it had refused', async () => {
  const refusal = "Expecting capabilities negotiation with 'qmp_capabilities'";
  let asked = 0;
  const file = await fakeQemu(({ id }, socket) => {
    if (++asked > 2) socket.write(`{"return": "own", "id": "${id}"}\n`);
    else socket.write(`${greeting}{"error": {"class": "CommandNotFound", "desc": "${refusal}"}, "id": "${id}"}\n`);
  });
  const monitor = await open(file);
  await expect(Promise.all([monitor.execute('one'), monitor.execute('two')])).resolves.toEqual(['own', 'own']);
});
