import { defineConfig } from 'tsup';
// @boundaries-ignore build options that all packages share
import { base } from '../../tsup.base.ts';

export default defineConfig({
  ...base,
  // A CommonJS module that is imported costs more than the rest of this package: it is taken in (THIRD-PARTY.md).
  noExternal: ['saxes', 'xmlchars'],
  entry: {
    index: 'src/index.ts',
    'xml/index': 'src/xml/index.ts',
    'foreign-xml/index': 'src/foreign-xml/index.ts',
    'cpu/index': 'src/cpu/index.ts',
    'host/index': 'src/host/index.ts',
  },
});
