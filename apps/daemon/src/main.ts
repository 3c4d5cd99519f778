#!/usr/bin/env node
import { run } from './run.js';

// Explicit: a driver's open handles must not keep a daemon that was stopped.
process.exit(await run(process.argv.slice(2)));
