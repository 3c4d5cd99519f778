import { defineConfig } from 'tsup';
// @boundaries-ignore build options that all packages share
import { base } from '../../tsup.base.ts';

export default defineConfig({ ...base, entry: { main: 'src/main.ts' } });
