import { withNotice } from '@tsvirt/conf/store';
import { expect, test } from 'vitest';
import { storedDefinition } from './stored-definition.js';

const uuid = '5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03';
const document = (rest: string) => `<domain type='qemu'>
  <name>web</name>
  <uuid>${uuid}</uuid>
  <memory unit='KiB'>32768</memory>
  <currentMemory unit='KiB'>32768</currentMemory>
  <vcpu placement='static'>1</vcpu>
  <os><type arch='x86_64' machine='pc-i440fx-7.2'>hvm</type></os>
  <clock offset='utc'/>
  <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>${rest}</devices>
</domain>
`;

test('whose a definition is can be said without reading all of it', () => {
  const stored = storedDefinition(withNotice('edit web', document('<disk nonsense')));
  expect(stored).toMatchObject({ name: 'web', uuid });
  expect(() => stored.read()).toThrow();
});

test('the whole is read once', () => {
  const stored = storedDefinition(withNotice('edit web', document('')));
  expect(stored.read().devices.emulator).toBe('/usr/bin/qemu-system-x86_64');
  expect(stored.read()).toBe(stored.read());
});

test('a document in another order is read at once', () => {
  const other = document('')
    .replace(/ {2}<name>web<\/name>\n/, '')
    .replace('</domain>', '<name>web</name></domain>');
  expect(storedDefinition(other)).toMatchObject({ name: 'web', uuid });
});

test('what is cut off or no definition is refused at once', () => {
  expect(() => storedDefinition(document('').slice(0, -12))).toThrow();
  expect(() => storedDefinition('')).toThrow();
  expect(() => storedDefinition('<network><name>a</name></network>')).toThrow();
});
