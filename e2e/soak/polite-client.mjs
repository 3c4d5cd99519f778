// One client that behaves, in a process of its own: calls one after the other with a pause between them, and a new
// connection now and then. Runs until its standard input ends, then says how long the daemon let it wait.
import { connect } from '@tsvirt/core';

const pauseMs = 2;
const callsOfAConnection = 500;
const limitMs = 5_000;

const [socket] = process.argv.slice(2);
const dom = { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };
const calls = [];
const connects = [];
let over = false;
process.stdin.on('end', () => (over = true)).resume();

async function timed(samples, work) {
  const before = performance.now();
  const result = await work();
  samples.push(performance.now() - before);
  return result;
}

process.stdout.write('ready\n');
while (!over) {
  const signal = AbortSignal.timeout(limitMs);
  const connection = await timed(connects, () => connect('test:///default', { socket, timeoutMs: limitMs, signal }));
  for (let call = 0; call < callsOfAConnection && !over; call++) {
    await timed(calls, () => connection.call.domainGetInfo({ dom }));
    await new Promise(resolve => setTimeout(resolve, pauseMs));
  }
  await connection.close();
}

function summary(samples) {
  samples.sort((a, b) => a - b);
  const at = share => samples[Math.min(samples.length - 1, Math.floor(samples.length * share))];
  return { count: samples.length, p50: at(0.5), p99: at(0.99), max: samples.at(-1) };
}

process.stdout.write(`summary ${JSON.stringify({ calls: summary(calls), connects: summary(connects) })}\n`);
