import { attribute, child } from '@tsvirt/util/xml';
import { describe, expect, test } from 'vitest';
import { formatDomainStatus, parseDomainStatus } from './domain-status.js';

/** As libvirt 9.0.0 wrote it for a QEMU guest, shortened. */
const recorded = `<!--
WARNING: THIS IS AN AUTO-GENERATED FILE. CHANGES TO IT ARE LIKELY TO BE
OVERWRITTEN AND LOST. Changes to this xml configuration should be made using:
  virsh edit st
or other application using the libvirt API.
-->

<domstatus state='running' reason='booted' pid='24071'>
  <taint flag='custom-argv'/>
  <monitor path='/var/lib/libvirt/qemu/domain-1-st/monitor.sock' type='unix'/>
  <vcpus>
    <vcpu id='0' pid='24079'/>
  </vcpus>
  <domain type='qemu' id='1'>
    <name>st</name>
    <uuid>043b8c08-fa88-4b23-8b98-7a7bd5c66fa6</uuid>
    <memory unit='KiB'>32768</memory>
    <vcpu placement='static'>1</vcpu>
    <os>
      <type arch='x86_64' machine='pc-i440fx-7.2'>hvm</type>
    </os>
    <clock offset='utc'/>
    <on_poweroff>destroy</on_poweroff>
    <on_reboot>restart</on_reboot>
    <on_crash>destroy</on_crash>
    <devices>
      <emulator>/usr/bin/qemu-system-x86_64</emulator>
      <video>
        <model type='cirrus' vram='16384'/>
        <alias name='video0'/>
      </video>
    </devices>
    <seclabel type='dynamic' model='dac' relabel='yes'>
      <label>+64055:+64055</label>
      <imagelabel>+64055:+64055</imagelabel>
    </seclabel>
  </domain>
</domstatus>
`;

describe('the status file of a domain', () => {
  test("is read, with the driver's own part, and written again", () => {
    const { root, ...status } = parseDomainStatus(recorded);
    expect(status).toMatchObject({ state: 'running', reason: 'booted', pid: 24071, taints: ['custom-argv'] });
    expect(status.domain.id).toBe(1);
    const monitor = child(root, 'monitor');
    const path = monitor === undefined ? '' : (attribute(monitor, 'path') ?? '');
    const written = formatDomainStatus(status, out => {
      out.open('monitor').attribute('path', path).attribute('type', 'unix').close();
      out.open('vcpus').open('vcpu').attribute('id', 0).attribute('pid', 24079).close().close();
    });
    expect(written).toBe(recorded);
  });

  test.each([
    ['another document', '<domain/>', 'expecting <domstatus>'],
    [
      'a state that does not exist',
      recorded.replace("'running'", "'jumping'"),
      "attribute 'state' in element 'domstatus': 'jumping'",
    ],
    ["another state's reason", recorded.replace("'booted'", "'ioerror'"), "invalid reason 'ioerror'"],
    ['no definition', "<domstatus state='running' reason='booted'/>", "Missing required element 'domain'"],
    ['a pid that is none', recorded.replace("'24071'", "'-1'"), "attribute 'pid' in element 'domstatus': '-1'"],
    ['half a file', recorded.slice(0, 600), 'Premature end of data'],
  ])('is refused when it is %s', (_what, text, message) => {
    expect(() => parseDomainStatus(text)).toThrow(message);
  });
});
