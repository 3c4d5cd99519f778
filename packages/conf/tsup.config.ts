import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsup';
// @boundaries-ignore build options that all packages share
import { base } from '../../tsup.base.ts';

/** Each entry point that the package names is a folder of the sources, with an index. */
function entryPoints(): Record<string, string> {
  const manifest: { exports: object } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  const folders = Object.keys(manifest.exports).filter(name => /^\.\/[a-z-]+$/.test(name));
  return Object.fromEntries(folders.map(name => [`${name.slice(2)}/index`, `src/${name.slice(2)}/index.ts`]));
}

export default defineConfig({ ...base, entry: { index: 'src/index.ts', cli: 'src/cli.ts', ...entryPoints() } });
