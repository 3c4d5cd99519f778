import { describe, expect, test } from 'vitest';
import { testPolicy } from '../../../test/test-policy.js';
import { DocumentFault } from '../../kernel/index.js';
import { completeDomain } from '../complete/complete-domain.js';
import type { DomainPolicy } from '../complete/policy.js';
import type { Domain } from '../domain.js';
import { parseDomain } from '../parse-domain.js';
import { validateDomain } from '../validate-domain.js';
import { unsupported } from '../validate/unsupported.js';
import { attachDevice, updateDevice } from './change-devices.js';
import { completeDevice } from './complete-device.js';
import { parseDevice } from './device.js';

const domain = completeDomain(
  parseDomain(`<domain type='test'><name>web</name><memory>5</memory><os><type>hvm</type></os><devices>
    <disk type='file'><source file='/a'/><target dev='vda'/><boot order='1'/></disk>
    <disk type='file'><source file='/c'/><target dev='vdc'/></disk>
  </devices></domain>`),
  testPolicy,
);

/** What is wrong with a definition that gets a device, as a driver finds it. */
function attached(xml: string, policy: DomainPolicy = testPolicy, to: Domain = domain): unknown {
  try {
    const device = completeDevice(parseDevice(xml), to, policy);
    validateDomain(completeDomain(attachDevice(to, device), policy));
  } catch (reason) {
    return reason;
  }
  return undefined;
}

const disk = (inner: string) => `<disk type='file'>\n  <source file='/b'/>\n  ${inner}\n</disk>`;

describe('the place of an error in the document of one device', () => {
  test('is found while it is read', () => {
    expect(attached(disk("<target dev='vdb' bus='x'/>"))).toMatchObject({
      cause: { path: '/disk/target', line: 3, column: 21 },
    });
  });

  test('is found among the devices that the domain has', () => {
    const reason = attached(disk("<target dev='vdb'/><serial/><geometry cyls='1' heads='1' secs='1'/><blockio/>"));
    expect(reason).toBe(undefined);
    const wrong = attached(disk("<target dev='vdb' removable='on'/>"));
    expect(wrong).toMatchObject({ code: 'XML_ERROR', cause: { path: '/disk/target', line: 3, column: 21 } });
    expect(wrong).toHaveProperty('cause', expect.any(DocumentFault));
    expect(String(wrong)).toContain('(/disk/target, line 3, column 21)');
  });

  test('is found in what a driver does to the device', () => {
    const policy: DomainPolicy = {
      ...testPolicy,
      devices: {
        disks: each => {
          if (each.source.type === 'file' && each.source.file === '/b') throw unsupported('no /b', each.source, 'file');
          return each;
        },
      },
    };
    expect(attached(disk("<target dev='vdb'/>"), policy)).toMatchObject({
      code: 'CONFIG_UNSUPPORTED',
      cause: { path: '/disk/source', line: 2, column: 11 },
    });
  });

  test('is found for what another device has already', () => {
    expect(attached(disk("<target dev='vdb'/><boot order='1'/>"))).toMatchObject({
      cause: { path: '/disk/boot', line: 3, column: 28 },
    });
  });

  test('is found for a device that takes the place of another', () => {
    const changed = completeDevice(parseDevice(disk("<target dev='vdc' removable='on'/>")), domain, testPolicy);
    const after = completeDomain(updateDevice(domain, changed).domain, testPolicy);
    expect(() => validateDomain(after)).toThrow('(/disk/target, line 3, column 21)');
  });

  test('is not made up for what is wrong elsewhere', () => {
    const [first, ...others] = domain.devices.disks;
    if (first === undefined) throw new Error('no disk');
    const unsound = {
      ...domain,
      devices: { ...domain.devices, disks: [{ ...first, target: { ...first.target, removable: true } }, ...others] },
    };
    const reason = attached(disk("<target dev='vdb'/>"), testPolicy, unsound);
    expect(reason).toMatchObject({ code: 'XML_ERROR' });
    expect(String(reason)).not.toContain('line');
  });
});
