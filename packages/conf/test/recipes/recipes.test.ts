import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { webServer } from './build.js';
import { choices, machines } from './capabilities.js';
import { whatChanged } from './change.js';
import { check } from './check.js';
import { renamed } from './convert.js';
import { notGiven } from './origins.js';

test('the README shows the recipes as they are here', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const files = (await readdir(new URL('.', import.meta.url))).filter(name => !name.endsWith('.test.ts'));
  for (const name of files) {
    const recipe = await readFile(new URL(name, import.meta.url), 'utf8');
    expect(readme.includes(recipe.trimEnd()), name).toBe(true);
  }
});

test('check', () => {
  expect(check("<network><name>n</name>\n<bridge nmae='b'/></network>")).toEqual([
    '/network/bridge/@nmae in line 2 is unknown; name is close',
  ]);
  expect(() => check("<network><name>n</name><forward mode='nat'/></network>")).toThrow('no IP address');
});

test('build and change', () => {
  const xml = webServer();
  expect(xml).toContain("<source file='/var/lib/libvirt/images/web.qcow2'/>");
  expect(whatChanged(xml, xml.replace('web.qcow2', 'new.qcow2'))).toEqual(['devices.disks[vda].source.file changed']);
});

test('convert', () => {
  expect(renamed('<network><name>a</name></network>', 'b')).toContain('<name>b</name>');
});

test('origins', () => {
  expect(notGiven(webServer())).toContain('devices.consoles[0].target.port: driver');
});

test('capabilities', async () => {
  const recorded = (name: string) => readFile(new URL(`../recorded/${name}.xml`, import.meta.url), 'utf8');
  expect(machines(await recorded('capabilities-qemu'), 'x86_64').get('q35')).toBe(288);
  const { cpus, buses } = choices(await recorded('domain-capabilities-q35-kvm'));
  expect(cpus).toContain('486');
  expect(cpus).not.toContain('EPYC');
  expect(buses).toEqual(['fdc', 'scsi', 'virtio', 'usb', 'sata']);
});
