import { bench, describe } from 'vitest';
import {
  buildDomain,
  diffDocuments,
  type Domain,
  formatDocument,
  fromJson,
  parseDocument,
  toJson,
} from '../src/index.js';

function guest(disks: number, nics: number): Domain {
  return buildDomain({
    name: 'guest',
    memory: '4 GiB',
    vcpus: 4,
    graphics: 'vnc',
    disks: Array.from({ length: disks }, (_, i) => `/images/${i}.qcow2`),
    interfaces: Array.from({ length: nics }, (_, i) => ({
      source: 'default',
      mac: `52:54:00:00:00:${(i % 256).toString(16).padStart(2, '0')}`,
    })),
  });
}

describe.each([
  { size: 'a small guest', domain: buildDomain({ name: 'guest', memory: '1 GiB' }) },
  { size: 'a typical guest', domain: guest(2, 1) },
  { size: 'a guest with 200 devices', domain: guest(120, 80) },
])('$size', ({ domain }) => {
  const xml = formatDocument('domain', domain);
  const json = toJson('domain', domain);
  const { value: copy } = parseDocument(xml, { kind: 'domain' });
  bench('parse', () => void parseDocument(xml, { kind: 'domain' }));
  bench('format, to bytes', () => void Buffer.from(formatDocument('domain', domain)));
  bench('clone', () => void structuredClone(domain));
  bench('diff of equal documents', () => void diffDocuments('domain', domain, copy));
  bench('to JSON', () => void toJson('domain', domain));
  bench('from JSON', () => void fromJson('domain', json));
});
