import { defineConfig } from 'tsup';
// @boundaries-ignore build options that all packages share
import { base } from '../../tsup.base.ts';

export default defineConfig({
  ...base,
  entry: { index: 'src/index.ts', 'client/index': 'src/client/index.ts', 'ssh-helper': 'src/ssh-helper/main.ts' },
});
