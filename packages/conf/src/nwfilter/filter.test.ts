import { expect, test } from 'vitest';
import { formatNwfilter, parseNwfilter, parseNwfilterReporting } from './filter-document.js';
import { valueKinds } from './value-kinds.js';
import { readVariable } from './variable.js';

test.each([
  ['ipv4Mask', '255.255.0.0', '16'],
  ['ipv4Mask', '255.0.255.0', undefined],
  ['tcpFlags', 'urg,ACK/FIN,SYN,RST,PSH,ACK,URG', 'ACK,URG/ALL'],
  ['state', 'related,NEW', 'NEW,RELATED'],
  ['opcode', '1', 'Request'],
  ['ethertype', '0x86dd', 'ipv6'],
  ['ethertype', '15', undefined],
  ['dscp', '0x40', undefined],
  ['uint16', '0xFF', '0xff'],
  ['limit', '0x10', undefined],
  ['macMask', 'ff:ff:ff:0:0:0', 'ff:ff:ff:00:00:00'],
  ['macMask', 'ff:0:ff:0:0:0', undefined],
] as const)('%s reads %s as %s', (kind, text, value) => {
  expect(valueKinds[kind](text)).toBe(value);
});

test.each([
  ['$IP', '$IP'],
  ['$A[ 0]', '$A[0]'],
  ['$B[  @0 ] ', '$B'],
  ['$B[@2]', '$B[@2]'],
  ['$I-P', undefined],
  ['$X[4294967296]', undefined],
])('the variable %s is %s', (text, value) => {
  expect(readVariable(text)).toBe(value);
});

test('conditions that are negated get an element of their own', () => {
  const xml = `<filter name='f'><rule action='drop' direction='in'>
    <tcp match='no' srcipaddr='1.1.1.1'/><tcp dstportstart='5'/></rule></filter>`;
  expect(formatNwfilter(parseNwfilter(xml))).toBe(`<filter name='f' chain='root'>
  <rule action='drop' direction='in' priority='500'>
    <tcp match='no' srcipaddr='1.1.1.1'/>
    <tcp dstportstart='5'/>
  </rule>
</filter>
`);
});

test('unknown parts are listed with their places, and written again when they are kept', () => {
  const xml = `<filter name='f' chain='root'>
  <rule action='drop' direction='in' priority='500' colour='red'>
    <tcp srcipaddr='1.1.1.1' shape='round'/>
    <udp/>
  </rule>
  <filterref filter='g'>
    <parameter name='IP' value='1.1.1.1' unit='x'/>
  </filterref>
</filter>
`;
  expect(formatNwfilter(parseNwfilter(xml, { unknown: 'keep' }))).toBe(xml);
  const { ignored } = parseNwfilterReporting(xml, { unknown: 'report' });
  expect(ignored.map(({ path, line }) => [path, line])).toEqual([
    ['/filter/rule/@colour', 2],
    ['/filter/rule/udp', 4],
    ['/filter/rule/tcp/@shape', 3],
    ['/filter/filterref/parameter/@unit', 7],
  ]);
});
