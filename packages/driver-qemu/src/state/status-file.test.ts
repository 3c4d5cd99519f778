import { parseDomain } from '@tsvirt/conf/domain';
import { expect, test } from 'vitest';
import { asGuest } from '../definition.js';
import { formatStatus, parseStatus, type Status } from './status-file.js';

const definition = asGuest(
  parseDomain(`<domain type='qemu' id='7'>
  <name>web</name>
  <uuid>5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03</uuid>
  <metadata><a:note xmlns:a='urn:a'>two
  lines</a:note></metadata>
  <memory unit='KiB'>65536</memory>
  <currentMemory unit='KiB'>65536</currentMemory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc-i440fx-7.2'>hvm</type></os>
  <clock offset='utc'/>
  <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>
    <graphics type='vnc' port='5901' autoport='yes' passwd='se&amp;cret'/></devices>
</domain>`),
);

const status: Status = {
  phase: { state: 'paused', reason: 'startingUp' },
  id: 7,
  definition,
  files: {
    folder: '/lib/domain-7-web',
    monitor: '/lib/domain-7-web/monitor.sock',
    channels: '/lib/channel',
    pid: '/run/web.pid',
  },
  process: { pid: 4711, startTime: 123_456_789n },
  rebootPending: true,
  vcpuThreads: [4712, 4713],
  balloonKiB: 32_768n,
};

test('everything that takes a guest back survives the file, secrets and metadata included', () => {
  const text = formatStatus(status);
  const { definition: read, ...rest } = parseStatus(text);
  const { definition: _written, ...wanted } = status;
  expect(rest).toEqual(wanted);
  // Metadata knows its lines and columns, which differ between documents; what is written again does not.
  expect(formatStatus({ ...rest, definition: read })).toBe(text);
  expect(text).toContain("passwd='se&amp;cret'");
  expect(text).toContain('two\n  lines');
});

test('a guest that is being started has no process yet', () => {
  const starting: Status = {
    ...status,
    process: undefined,
    rebootPending: false,
    vcpuThreads: [],
    balloonKiB: undefined,
  };
  const { definition: _read, ...rest } = parseStatus(formatStatus(starting));
  const { definition: _written, ...wanted } = starting;
  expect(rest).toEqual(wanted);
});

test.each([
  ['an unknown state', (text: string) => text.replace("state='paused'", "state='dreaming'")],
  ['a pid that is none', (text: string) => text.replace("pid='4711'", "pid='-1'")],
  ['a path that is relative', (text: string) => text.replace("path='/lib/channel'", "path='channel'")],
  ['no id', (text: string) => text.replace("id='7'", '')],
  ['half a file', (text: string) => text.slice(0, text.length / 2)],
])('%s is refused', (_what, spoil) => {
  expect(() => parseStatus(spoil(formatStatus(status)))).toThrow(expect.objectContaining({ name: 'VirtError' }));
});
