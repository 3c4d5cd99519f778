import { randomUuid } from '@tsvirt/util';
import type { Nwfilter } from './filter.js';

/** The filter with its UUID, a new one where the document gives none. */
export function completeNwfilter(filter: Nwfilter): Nwfilter {
  return filter.uuid === undefined ? { ...filter, uuid: randomUuid() } : filter;
}
