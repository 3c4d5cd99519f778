import { documentKind, type Parsed } from '../document.js';

import type { FormatFlags, ReadOptions } from '../kernel/index.js';
import { type StandaloneCpu, standaloneCpu } from './standalone-cpu.js';

const document = documentKind(standaloneCpu, { domain: 'CPU', name: '(CPU_definition)' });

/**
 * Reads a `<cpu>` by itself, as comparing CPUs and finding what they have in common take it.
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseCpu(xml: string | Uint8Array, options?: ReadOptions): StandaloneCpu {
  return document.parse(xml, options);
}

/** As `parseCpu`; with `unknown: 'report'` the paths of unknown parts come along. */
export function parseCpuReporting(xml: string | Uint8Array, options?: ReadOptions): Parsed<StandaloneCpu> {
  return document.parseReporting(xml, options);
}

/** Writes a `<cpu>` by itself. */
export function formatCpu(value: StandaloneCpu, flags?: FormatFlags): string {
  return document.format(value, flags);
}
