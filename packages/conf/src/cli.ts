#!/usr/bin/env node
import { run } from './cli/run.js';

// Who reads the answers may stop early, as `head` does: then there is nobody left to tell.
process.stdout.on('error', (reason: NodeJS.ErrnoException) => {
  if (reason.code !== 'EPIPE') throw reason;
  process.exit(1);
});

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  out: text => void process.stdout.write(text),
  err: text => void process.stderr.write(text),
});
