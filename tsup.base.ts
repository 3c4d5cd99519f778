import type { Options } from 'tsup';

/** What every package's build shares: ES modules for Node 20.19, declarations left to tsc. */
export const base: Options = {
  format: ['esm'],
  target: 'node20',
  platform: 'node',
  dts: false,
  sourcemap: true,
  clean: true,
  splitting: true,
};
