export { Daemon, type DaemonParts } from './daemon.js';
export { chooseLayout, type Layout, type Surroundings } from './layout.js';
export { type Options, parseOptions, UsageError } from './options.js';
export { run } from './run.js';
export { readSettings, type Settings } from './settings.js';
export { exitCodes, StartupError } from './startup-error.js';
