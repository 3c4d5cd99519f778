import { NodeMemorySharedParam as Param, type TypedParam } from '@tsvirt/core/protocol';
import { checkParams, type ParamTypes, uint32, uint64 } from './typed-params.js';

const settable: ParamTypes = {
  [Param.pagesToScan]: 'uint',
  [Param.sleepMillisecs]: 'uint',
  [Param.mergeAcrossNodes]: 'uint',
};
/** What is counted; nothing is merged on a mock host. */
const counters = [Param.pagesShared, Param.pagesSharing, Param.pagesUnshared, Param.pagesVolatile, Param.fullScans];

/** How a host merges equal pages of memory: settings with the values that Linux begins with. */
export class MemorySharing {
  readonly #settings = new Map<string, number>([
    [Param.pagesToScan, 100],
    [Param.sleepMillisecs, 20],
    [Param.mergeAcrossNodes, 1],
  ]);

  get params(): TypedParam[] {
    return [
      ...Array.from(this.#settings, ([field, value]) => uint32(field, value)),
      ...counters.map(field => uint64(field, 0n)),
    ];
  }

  /** @throws VirtError INVALID_ARG for parameters that cannot be set */
  set(params: readonly TypedParam[]): void {
    checkParams(params, settable);
    for (const { field, value } of params) if (value.type === 'uint') this.#settings.set(field, value.value);
  }
}
