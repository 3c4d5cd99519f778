import { describe, expect, test } from 'vitest';
import { canValidate, refusals } from '../../test/schema/relax-ng.js';
import { formatDocument, parseDocument } from '../documents/index.js';
import { formatDomainCapabilities, parseDomainCapabilities } from './domain-capabilities.js';

function around(content: string): string {
  const head = `  <path>/usr/bin/qemu-system-x86_64</path>
  <domain>kvm</domain>
  <arch>x86_64</arch>
`;
  return `<domainCapabilities>\n${head}${content}</domainCapabilities>\n`;
}

/** What the recorded documents have none of. */
const features = around(`  <features>
    <gic supported='yes'>
      <enum name='version'>
        <value>2</value>
        <value>3</value>
      </enum>
    </gic>
    <s390-pv supported='no'/>
    <sev supported='yes'>
      <cbitpos>47</cbitpos>
      <reducedPhysBits>1</reducedPhysBits>
      <maxGuests>59</maxGuests>
      <maxESGuests>450</maxESGuests>
    </sev>
    <sgx supported='yes'>
      <flc>no</flc>
      <sgx1>yes</sgx1>
      <sgx2>no</sgx2>
      <section_size unit='KiB'>524288</section_size>
      <sections>
        <section node='0' size='262144' unit='KiB'/>
        <section node='1' size='262144' unit='KiB'/>
      </sections>
    </sgx>
  </features>
`);

/** As libvirt 10.7 and later tell it. */
const later = around(`  <cpu>
    <mode name='host-model' supported='yes'>
      <model fallback='forbid'>EPYC</model>
      <vendor>AMD</vendor>
      <maxphysaddr mode='passthrough' limit='46'/>
      <feature policy='require' name='x2apic'/>
    </mode>
    <mode name='custom' supported='yes'>
      <model usable='no' deprecated='yes' vendor='AMD' canonical='EPYC-v1'>EPYC</model>
      <blockers model='EPYC'>
        <feature name='sse4a'/>
        <feature name='npt'/>
      </blockers>
      <model usable='yes' vendor='unknown' canonical='qemu64-v1'>qemu64</model>
    </mode>
  </cpu>
  <devices>
    <disk supported='yes'>
      <enum name='bus'>
        <value>virtio</value>
      </enum>
      <enum name='shape'>
        <value>round</value>
      </enum>
    </disk>
    <panic supported='yes'>
      <enum name='model'/>
    </panic>
  </devices>
  <features>
    <async-teardown supported='yes'/>
    <ps2 supported='yes'/>
    <launchSecurity supported='no'/>
  </features>
`);

describe('what guests may have', () => {
  test.each([
    ['features of CPUs and firmware', features],
    ['parts that later daemons tell', later],
  ])('%s come back with every byte', (_what, xml) => {
    const { kind, value } = parseDocument(xml, { kind: 'domain-capabilities', unknown: 'refuse' });
    expect(formatDocument(kind, value)).toBe(xml);
  });

  test.skipIf(!canValidate)('as written here is what the schema allows (needs xmllint and the schemas)', async () => {
    expect(await refusals('domaincaps.rng', new Map([['features', features]]))).toEqual([]);
  });

  test('a model has what blocks it, and a list of words without a property is kept', () => {
    const { cpu, devices } = parseDomainCapabilities(later);
    expect(cpu?.custom?.models).toMatchObject([
      { name: 'EPYC', usable: 'no', deprecated: true, blockers: ['sse4a', 'npt'] },
      { name: 'qemu64', usable: 'yes', deprecated: false },
    ]);
    expect(cpu?.maximum).toBeUndefined();
    expect(devices?.disk).toMatchObject({
      bus: ['virtio'],
      otherChoices: [{ name: 'shape', values: ['round'] }],
    });
    expect(devices?.panic?.model).toEqual([]);
  });

  test('a document is made of a value', () => {
    const value = {
      emulator: '/usr/bin/qemu-system-x86_64',
      virtType: 'kvm',
      arch: 'x86_64',
      features: { gic: { supported: true, version: ['2', '3'] }, vmcoreinfo: false },
    };
    expect(formatDomainCapabilities(value)).toBe(
      around(`  <features>
    <gic supported='yes'>
      <enum name='version'>
        <value>2</value>
        <value>3</value>
      </enum>
    </gic>
    <vmcoreinfo supported='no'/>
  </features>
`),
    );
  });
});
