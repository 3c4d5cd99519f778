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
  // Comments and layout are left to the source maps: a daemon's start is mostly the compiling of its modules.
  // Names stay, so that a stack trace can be read without them.
  esbuildOptions(options) {
    options.minifyWhitespace = true;
    options.minifySyntax = true;
    // An error that nobody catches is printed with its line: that is not to be all of the file.
    options.lineLimit = 160;
  },
};
