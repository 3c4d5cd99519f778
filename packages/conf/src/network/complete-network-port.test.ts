import { expect, test } from 'vitest';
import { completeNetworkPort } from './complete-network-port.js';
import { formatNetworkPort, parseNetworkPort } from './network-port-document.js';

const port = (inner: string) => `<networkport><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
  <owner><name>web</name><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid></owner>
  <mac address='52:54:00:00:00:01'/>${inner}</networkport>`;
const completed = (inner: string) => formatNetworkPort(completeNetworkPort(parseNetworkPort(port(inner))));

test('a port in several VLANs is a trunk, one in a single VLAN is not', () => {
  expect(completed("<vlan><tag id='5'/><tag id='6'/></vlan>")).toContain("<vlan trunk='yes'>");
  expect(completed("<vlan><tag id='5'/></vlan>")).toContain('<vlan>');
  expect(completed('')).not.toContain('vlan');
});
