#!/usr/bin/env node
import { setMaxListeners } from 'node:events';
import { exitStatus } from './exit-status.js';
import { processTerminal } from './output/terminal.js';
import { run, wantsColor } from './run.js';

// Who reads the answers may stop early, as `head` does: then there is nobody left to tell. A disk may be full.
process.stdout.on('error', (reason: NodeJS.ErrnoException) => {
  if (reason.code !== 'EPIPE') process.stderr.write(`tsvirt: cannot write the answer: ${reason.message}\n`);
  process.exit(exitStatus.failed);
});
// Remarks that nobody takes are no reason to stop.
process.stderr.on('error', () => {});

const interrupt = new AbortController();
// Every call that is under way listens to it.
setMaxListeners(0, interrupt.signal);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    interrupt.abort();
    // A second one does not wait for anything.
    process.once(signal, () => process.exit(exitStatus.interrupted));
  });
}

const argv = process.argv.slice(2);
const status = await run(argv, processTerminal(wantsColor(argv)), interrupt.signal);
// Explicit: a driver's open handles must not keep a command that is done.
process.exit(status);
