// This package's client, as classes (`open`) or as the wire's own values (`connect`).
// Usage: tsvirt-client.mjs URI MODE SECONDS open|connect
import { connect, open } from '@tsvirt/core';

const [uri = '', mode, seconds, api] = process.argv.slice(2);
const connection = await (api === 'open' ? open(uri) : connect(uri));
const once = api === 'open' ? await infoOfDomain() : await infoByCall();

async function infoOfDomain() {
  const domain = await connection.domainLookupByName('test');
  return () => domain.getInfo();
}

async function infoByCall() {
  const { dom } = await connection.call.domainLookupByName({ name: 'test' });
  return () => connection.call.domainGetInfo({ dom });
}

const samples = new Float64Array(4_000_000);
let count = 0;

async function calls(end) {
  for (let before = performance.now(); before < end; ) {
    await once();
    const after = performance.now();
    samples[count++ % samples.length] = after - before;
    before = after;
  }
}

await calls(performance.now() + 300);
count = 0;
const begin = performance.now();
const cpuBefore = process.cpuUsage();
const end = begin + Number(seconds) * 1000;
await Promise.all(Array.from({ length: mode === 'pipelined' ? 64 : 1 }, () => calls(end)));
const passed = performance.now() - begin;
const { user, system } = process.cpuUsage(cpuBefore);
const rss = process.memoryUsage().rss - Math.min(count, samples.length) * 8;
const sorted = samples.subarray(0, Math.min(count, samples.length)).sort();
const p50 = sorted[sorted.length >> 1] * 1000;
console.log(
  JSON.stringify({ p50, rate: (count / passed) * 1000, rssMiB: rss / 2 ** 20, cpu: (user + system) / count }),
);

await connection.close();
