import { bench, describe } from 'vitest';
import {
  beginPacket,
  encodeEvent,
  endPacket,
  MessageStatus,
  MessageType,
  type NonnullDomain,
  remote,
  type TypedParam,
  XdrReader,
  XdrWriter,
} from '../src/protocol/index.js';

// Run with: npx vitest bench packages/core/bench --run

const domains: NonnullDomain[] = Array.from({ length: 100 }, (_, i) => ({
  name: `guest-${i}`,
  uuid: `6695eb01-f6a4-8304-79aa-97f2502e1${(0x100 + i).toString(16)}`,
  id: i,
}));
const params: TypedParam[] = Array.from({ length: 100 }, (_, i) => ({
  field: `block.${i}.rd.bytes`,
  value: { type: 'ullong', value: BigInt(i) * 123_456_789n },
}));

const list = remote.procedureNamed('connectListAllDomains');
const stats = remote.procedureNamed('connectGetAllDomainStats');
const info = remote.procedureNamed('domainGetInfo');
const xml = remote.procedureNamed('domainGetXMLDesc');

const writer = new XdrWriter(65536);

function encoded(write: (target: XdrWriter) => void): Buffer {
  writer.reset();
  write(writer);
  return writer.copy();
}

const [dom] = domains;
const listRet = { domains, ret: domains.length };
const statsRet = { retStats: domains.map(each => ({ dom: each, params })) };
const infoArgs = { dom };
const infoRet = { state: 1, maxMem: 4194304n, memory: 4194304n, nrVirtCpu: 4, cpuTime: 123_456_789n };
const xmlRet = { xml: `<domain>${'<disk type="file"/>'.repeat(400)}</domain>` };
const listBytes = encoded(w => list.encodeRet(w, listRet));
const statsBytes = encoded(w => stats.encodeRet(w, statsRet));
const infoArgsBytes = encoded(w => info.encodeArgs(w, infoArgs));
const infoRetBytes = encoded(w => info.encodeRet(w, infoRet));
const xmlBytes = encoded(w => xml.encodeRet(w, xmlRet));

describe('a list of 100 domains', () => {
  bench('encode', () => {
    writer.reset();
    list.encodeRet(writer, listRet);
  });
  bench('decode', () => {
    list.decodeRet(new XdrReader(listBytes));
  });
});

describe('statistics of 100 domains, 100 values each', () => {
  bench('encode', () => {
    writer.reset();
    stats.encodeRet(writer, statsRet);
  });
  bench('decode', () => {
    stats.decodeRet(new XdrReader(statsBytes));
  });
});

describe('a small call (domainGetInfo)', () => {
  bench('server: decode the call, encode the reply packet', () => {
    info.decodeArgs(new XdrReader(infoArgsBytes));
    writer.reset();
    const start = beginPacket(writer, remote.id, 1, 16, MessageType.reply, 7, MessageStatus.ok);
    info.encodeRet(writer, infoRet);
    endPacket(writer, start);
  });
  bench('client: encode the call packet, decode the reply', () => {
    writer.reset();
    const start = beginPacket(writer, remote.id, 1, 16, MessageType.call, 7, MessageStatus.ok);
    info.encodeArgs(writer, infoArgs);
    endPacket(writer, start);
    info.decodeRet(new XdrReader(infoRetBytes));
  });
});

describe('an XML document of 7 KB', () => {
  bench('encode', () => {
    writer.reset();
    xml.encodeRet(writer, xmlRet);
  });
  bench('decode', () => {
    xml.decodeRet(new XdrReader(xmlBytes));
  });
});

describe('an event', () => {
  bench('encode', () => {
    if (dom !== undefined) encodeEvent('domainLifecycle', 'callback', { dom, event: 2, detail: 0 });
  });
});
