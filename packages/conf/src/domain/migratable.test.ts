import { describe, expect, test } from 'vitest';
import { formatDomain, parseDomain } from './index.js';

const guest = (devices: string) =>
  parseDomain(`<domain type='test'><name>d</name><memory>5</memory>
  <os><type>hvm</type></os><devices>${devices}</devices></domain>`);

/** As libvirt 9.0.0 writes them with VIR_DOMAIN_XML_MIGRATABLE. */
describe('what a daemon on the other side of a migration could not read is left out', () => {
  test.each([
    ["<input type='keyboard' bus='ps2'/>", undefined],
    ["<input type='keyboard' bus='xen'/>", undefined],
    ["<input type='keyboard' bus='usb'/>", "<input type='keyboard' bus='usb'/>"],
    ["<input type='mouse' bus='ps2'/>", "<input type='mouse' bus='ps2'/>"],
    ["<graphics type='spice'><listen type='none'/></graphics>", "<graphics type='spice' autoport='no'/>"],
    [
      "<graphics type='vnc' socket='/s'><listen type='socket' socket='/s'/></graphics>",
      "<graphics type='vnc' socket='/s'>\n    </graphics>",
    ],
    [
      "<graphics type='vnc'><listen type='none'/></graphics>",
      "<graphics type='vnc'>\n      <listen type='none'/>\n    </graphics>",
    ],
  ])('%s', (device, written) => {
    const text = formatDomain(guest(device), { migratable: true });
    expect(text).toContain(`<devices>\n${written === undefined ? '' : `    ${written}\n`}  </devices>`);
    expect(formatDomain(guest(device))).toContain(device.slice(0, 14));
  });
});
