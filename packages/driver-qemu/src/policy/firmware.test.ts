import { parseDomain } from '@tsvirt/conf/domain';
import { expect, test } from 'vitest';
import type { FirmwareDescriptor } from '../capabilities/firmware-descriptors.js';
import { isGuest } from '../definition.js';
import { withFirmware, withNvramPath } from './firmware.js';

const flash = (name: string, machines: readonly string[], features: readonly string[]): FirmwareDescriptor => ({
  name,
  interfaces: ['uefi'],
  device: 'flash',
  executable: { path: `/fw/${name}.fd`, format: 'raw' },
  nvramTemplate: { path: `/fw/${name}-vars.fd`, format: 'raw' },
  targets: [{ architecture: 'x86_64', machines }],
  features,
});
const secure = ['secure-boot', 'requires-smm', 'acpi-s3'];
const descriptors = [
  flash('enrolled', ['pc-q35-*'], [...secure, 'enrolled-keys']),
  flash('secure', ['pc-q35-*'], secure),
  flash('plain', ['pc-i440fx-*', 'pc-q35-*'], ['acpi-s3']),
];

function guest(os: string, features = '') {
  const found = parseDomain(`<domain type='qemu'><name>web</name><uuid>5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03</uuid>
    <memory>1024</memory><currentMemory>1024</currentMemory><vcpu>1</vcpu>${os}<features>${features}</features>
    <clock offset='utc'/><devices><emulator>/q</emulator></devices></domain>`);
  if (!isGuest(found)) throw new Error('incomplete');
  return found;
}
const efi = (inner = '', machine = 'pc-q35-7.2') =>
  `<os firmware='efi'><type arch='x86_64' machine='${machine}'>hvm</type>${inner}</os>`;
const choose = (os: string, features?: string) => withFirmware(guest(os, features), descriptors, '/nvram');

test('the first firmware that suits the machine is taken, with what it needs', () => {
  const { os, features } = choose(efi());
  expect(os).toMatchObject({
    loader: { path: '/fw/enrolled.fd', type: 'pflash', readonly: true, secure: true },
    nvram: { template: '/fw/enrolled-vars.fd', path: '/nvram/web_VARS.fd' },
  });
  expect(os.firmwareKind).toBeUndefined();
  expect(features?.smm).toMatchObject({ state: true });
});

test('another machine gets the firmware made for it, which needs nothing', () => {
  const { os, features } = choose(efi('', 'pc-i440fx-7.2'));
  expect(os.loader).toMatchObject({ path: '/fw/plain.fd' });
  expect(os.loader?.secure).toBeUndefined();
  expect(features?.smm).toBeUndefined();
});

test('features that are wished for or away decide', () => {
  const feature = (name: string, enabled: string) =>
    `<firmware><feature enabled='${enabled}' name='${name}'/></firmware>`;
  expect(choose(efi(feature('enrolled-keys', 'no'))).os.loader?.path).toBe('/fw/secure.fd');
  expect(choose(efi(feature('secure-boot', 'no'))).os.loader?.path).toBe('/fw/plain.fd');
  expect(choose(efi(`<loader secure='yes'/>`)).os.loader?.path).toBe('/fw/enrolled.fd');
  expect(choose(efi(), `<smm state='off'/>`).os.loader?.path).toBe('/fw/plain.fd');
});

test('what no firmware satisfies is refused', () => {
  expect(() => choose(efi().replace("'efi'", "'bios'"))).toThrow(/Unable to find any firmware to satisfy 'bios'/);
  expect(() =>
    choose(efi(`<firmware><feature enabled='yes' name='secure-boot'/></firmware>`, 'pc-i440fx-7.2')),
  ).toThrow(/satisfy 'efi'/);
});

test('variables of firmware that is named lie in a file named after the guest', () => {
  const named = (attributes: string) =>
    withNvramPath(
      guest(`<os><type arch='x86_64' machine='q35'>hvm</type><loader ${attributes}>/fw/plain.fd</loader></os>`),
      '/nvram',
    );
  const own = named(`type='pflash' readonly='yes'`);
  expect(own.os.nvram?.path).toBe('/nvram/web_VARS.fd');
  expect(withFirmware(own, descriptors, '/nvram').os.nvram?.template).toBe('/fw/plain-vars.fd');
  expect(named(`type='pflash'`).os.nvram).toBeUndefined();
  expect(named(`type='pflash' readonly='yes' stateless='yes'`).os.nvram).toBeUndefined();
  expect(named(`type='rom'`).os.nvram).toBeUndefined();
});
