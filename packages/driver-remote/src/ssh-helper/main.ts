#!/usr/bin/env node
import { connectStandardStreams, readHelperArguments } from './helper.js';

try {
  await connectStandardStreams(readHelperArguments(process.argv.slice(2)));
  process.exit(0);
} catch (reason) {
  process.stderr.write(`tsvirt-ssh-helper: ${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exit(1);
}
