import { expect, test } from 'vitest';
import { formatNetwork, parseNetwork } from './network-document.js';
import { updateNetwork } from './update-network.js';
import { validateNetwork } from './validate-network.js';

const network = parseNetwork(`<network>
  <name>lab</name>
  <ip address='10.0.0.1' netmask='255.255.255.0'>
    <dhcp><range start='10.0.0.2' end='10.0.0.9'/><host mac='52:54:00:00:00:01' name='a' ip='10.0.0.20'/></dhcp>
  </ip>
</network>`);

test('a host is added after the others', () => {
  const entry = "<host mac='52:54:00:00:00:02' name='b' ip='10.0.0.21'/>";
  const updated = updateNetwork(network, 'add-last', 'ip-dhcp-host', -1, entry);
  expect(updated.ips[0]?.dhcp?.hosts.map(host => host.name)).toEqual(['a', 'b']);
  expect(formatNetwork(updated)).toContain("<host mac='52:54:00:00:00:02' name='b' ip='10.0.0.21'/>");
});

test.each([
  ['add-last', 'ip-dhcp-host', "<host name='a' ip='10.0.0.30'/>", 'OPERATION_INVALID'],
  ['delete', 'ip-dhcp-host', "<host name='z'/>", 'OPERATION_INVALID'],
  ['modify', 'ip-dhcp-range', "<range start='10.0.0.2' end='10.0.0.9'/>", 'OPERATION_UNSUPPORTED'],
  ['add-last', 'ip-dhcp-range', "<range start='10.0.1.2' end='10.0.1.9'/>", 'INTERNAL_ERROR'],
  ['add-last', 'dns-txt', "<host ip='10.0.0.1'/>", 'XML_ERROR'],
  ['add-last', 'bridge', '<bridge/>', 'OPERATION_UNSUPPORTED'],
  ['modify', 'dns-txt', '<other/>', 'OPERATION_UNSUPPORTED'],
  ['delete', 'dns-txt', "<txt name='a b'/>", 'XML_DETAIL'],
  ['none', 'ip-dhcp-host', "<host name='z'/>", 'XML_ERROR'],
] as const)('%s of %s %s is refused', (command, section, entry, code) => {
  expect(() => updateNetwork(network, command, section, -1, entry)).toThrow(expect.objectContaining({ code }));
});

test('a name may have several addresses, and one of its names takes a record away', () => {
  const one = updateNetwork(network, 'add-last', 'dns-host', -1, "<host ip='10.0.0.5'><hostname>n</hostname></host>");
  const two = updateNetwork(one, 'add-last', 'dns-host', -1, "<host ip='fd00::5'><hostname>n</hostname></host>");
  expect(two.dns?.hosts.map(({ ip }) => ip)).toEqual(['10.0.0.5', 'fd00::5']);
  expect(() => updateNetwork(two, 'delete', 'dns-host', -1, '<host><hostname>n</hostname></host>')).toThrow('multiple');
  expect(updateNetwork(one, 'delete', 'dns-host', -1, '<host><hostname>n</hostname></host>').dns?.hosts).toEqual([]);
});

test('a service record that says nothing means the only one', () => {
  const one = updateNetwork(network, 'add-last', 'dns-srv', -1, "<srv service='s' protocol='tcp'/>");
  expect(updateNetwork(one, 'delete', 'dns-srv', -1, '<srv/>').dns?.srvs).toEqual([]);
});

test('a route whose gateway is in none of the networks is refused', () => {
  const routes = [{ address: '10.5.0.0', prefix: 16, gateway: '10.9.0.1' }];
  expect(() => validateNetwork({ ...network, routes })).toThrow(
    expect.objectContaining({ code: 'CONFIG_UNSUPPORTED', domain: 'NETWORK' }),
  );
});
