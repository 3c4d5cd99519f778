import { defineConfig } from 'tsup';
// @boundaries-ignore build options that all packages share
import { base } from '../../tsup.base.ts';

export default defineConfig({
  ...base,
  entry: {
    index: 'src/index.ts',
    'contract/index': 'src/contract/index.ts',
    'protocol/index': 'src/protocol/index.ts',
    'rpc/index': 'src/rpc/index.ts',
    'registry/index': 'src/registry/index.ts',
  },
});
