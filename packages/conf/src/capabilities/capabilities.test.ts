import { describe, expect, test } from 'vitest';
import { canValidate, refusals } from '../../test/schema/relax-ng.js';
import { formatDocument, parseDocument } from '../documents/index.js';
import { formatCapabilities, parseCapabilities } from './capabilities.js';

/** A host with whatever the schema knows, in libvirt's order and layout. */
const everything = `<capabilities>

  <host>
    <uuid>7b55704c-29f4-11b2-a85c-9dc6ff50623f</uuid>
    <cpu>
      <arch>x86_64</arch>
      <features>
        <pae/>
        <vmx/>
      </features>
      <model>Skylake-Client-noTSX-IBRS</model>
      <vendor>Intel</vendor>
      <microcode version='236'/>
      <signature family='6' model='142' stepping='12'/>
      <counter name='tsc' frequency='2303997000' scaling='no'/>
      <topology sockets='1' dies='2' cores='4' threads='2'/>
      <maxphysaddr mode='emulate' bits='39'/>
      <feature name='ds'/>
      <feature name='sgx-mode64'/>
      <pages unit='KiB' size='4'/>
      <pages unit='KiB' size='1048576'/>
    </cpu>
    <power_management>
      <suspend_mem/>
      <suspend_disk/>
      <suspend_hybrid/>
    </power_management>
    <iommu support='yes'/>
    <migration_features>
      <live/>
      <uri_transports>
        <uri_transport>tcp</uri_transport>
        <uri_transport>rdma</uri_transport>
      </uri_transports>
    </migration_features>
    <topology>
      <cells num='2'>
        <cell id='0'>
          <memory unit='KiB'>32498112</memory>
          <pages unit='KiB' size='4'>6813808</pages>
          <pages unit='KiB' size='2048'>2048</pages>
          <distances>
            <sibling id='0' value='10'/>
            <sibling id='1' value='21'/>
          </distances>
          <cache level='1' associativity='direct' policy='writeback'>
            <size value='8' unit='KiB'/>
            <line value='5' unit='B'/>
          </cache>
          <cpus num='2'>
            <cpu id='0' socket_id='0' die_id='0' core_id='0' siblings='0,4'/>
            <cpu id='4'/>
          </cpus>
        </cell>
        <cell id='1'>
          <memory unit='KiB'>1048576</memory>
          <cpus num='0'>
          </cpus>
        </cell>
      </cells>
      <interconnects>
        <latency initiator='0' target='0' type='access' value='5'/>
        <latency initiator='0' target='0' cache='1' type='access' value='10'/>
        <bandwidth initiator='0' target='0' type='access' value='204800' unit='KiB'/>
      </interconnects>
    </topology>
    <cache>
      <bank id='0' level='3' type='both' size='15' unit='MiB' cpus='0-5'>
        <control granularity='768' min='1536' unit='KiB' type='both' maxAllocs='4'/>
      </bank>
      <monitor level='3' reuseThreshold='270336' maxMonitors='176'>
        <feature name='llc_occupancy'/>
      </monitor>
    </cache>
    <memory_bandwidth>
      <node id='0' cpus='0-5'>
        <control granularity='10' min='10' maxAllocs='4'/>
      </node>
      <monitor maxMonitors='176'>
        <feature name='mbm_total_bytes'/>
        <feature name='mbm_local_bytes'/>
      </monitor>
    </memory_bandwidth>
    <secmodel>
      <model>dac</model>
      <doi>0</doi>
      <baselabel type='kvm'>+77:+77</baselabel>
    </secmodel>
  </host>

  <guest>
    <os_type>hvm</os_type>
    <arch name='x86_64'>
      <wordsize>64</wordsize>
      <emulator>/usr/bin/qemu-system-x86_64</emulator>
      <loader>/usr/lib/xen/boot/hvmloader</loader>
      <machine maxCpus='255'>pc-i440fx-7.1</machine>
      <machine canonical='pc-i440fx-7.1' maxCpus='255'>pc</machine>
      <machine maxCpus='255' deprecated='yes'>pc-i440fx-1.5</machine>
      <domain type='qemu'/>
      <domain type='kvm'>
        <emulator>/usr/bin/qemu-kvm</emulator>
        <machine>pc</machine>
      </domain>
    </arch>
    <features>
      <pae/>
      <nonpae/>
      <ia64_be/>
      <acpi default='on' toggle='yes'/>
      <apic default='on' toggle='no'/>
      <cpuselection/>
      <deviceboot/>
      <disksnapshot default='on' toggle='no'/>
      <hap default='off' toggle='yes'/>
    </features>
  </guest>

</capabilities>
`;

describe('the capabilities of a host', () => {
  test('come back with every byte, whatever is in them', () => {
    const { kind, value } = parseDocument(everything, { kind: 'capabilities', unknown: 'refuse' });
    expect(formatDocument(kind, value)).toBe(everything);
  });

  test.skipIf(!canValidate)('as written here are what the schema allows (needs xmllint and the schemas)', async () => {
    expect(await refusals('capability.rng', new Map([['everything', everything]]))).toEqual([]);
  });

  test('are values in plain units', () => {
    const { host, guests } = parseCapabilities(everything);
    expect(host.cpu).toMatchObject({ arch: 'x86_64', model: { name: 'Skylake-Client-noTSX-IBRS' } });
    expect(host.cpu.pageSizesKiB).toEqual([4n, 1048576n]);
    expect(host.cache?.banks[0]).toMatchObject({ size: 15n << 20n });
    expect(host.cache?.banks[0]?.controls[0]?.part).toEqual({ granularity: 768n << 10n, min: 1536n << 10n });
    expect(host.topology?.cells.map(({ cpus }) => cpus?.length)).toEqual([2, 0]);
    expect(guests[0]?.arch.domains.map(({ type }) => type)).toEqual(['qemu', 'kvm']);
    expect(guests[0]?.features).toMatchObject({ hap: { default: false, toggle: true } });
  });

  test('of a host without guests keep their blank lines, and text cannot pass for them', () => {
    const xml = `<capabilities>

  <host>
    <cpu>
      <arch>i686</arch>
    </cpu>
    <secmodel>
      <model>
  &lt;/host&gt;
</model>
      <doi></doi>
    </secmodel>
  </host>

</capabilities>
`;
    expect(formatCapabilities(parseCapabilities(xml))).toBe(xml);
  });

  test.each([
    ["size='15' unit='MiB'", "size='15' unit='EiX'", 'INVALID_ARG'],
    ["size='15' unit='MiB'", "size='18446744073709551615' unit='MiB'", 'OVERFLOW'],
    ["support='yes'", "support='maybe'", 'XML_ERROR'],
    ['<arch>x86_64</arch>', '', 'XML_ERROR'],
  ])('with %s as %s are refused', (right, wrong, code) => {
    const parse = () => parseCapabilities(everything.replace(right, wrong));
    expect(parse).toThrow(expect.objectContaining({ code }) as Error);
  });

  test("tell a host's CPU as it is compared with others", () => {
    const { host } = parseCapabilities(everything);
    const xml = formatDocument('cpu', host.cpu);
    expect(xml).toContain("<microcode version='236'/>");
    expect(parseDocument(xml, { kind: 'cpu', unknown: 'refuse' }).value).toMatchObject(host.cpu);
  });
});
