import type { GuestNuma, NumaCell } from '../guest-numa.js';
import { contradiction } from '../validate/unsupported.js';

const local = 10;

/** Numbers the cells from 0, in their order, and makes distances known in both directions. */
export function completeNuma(numa: GuestNuma): GuestNuma {
  const numbered = numa.cells
    .map((cell, position) => ({ ...cell, id: cell.id ?? position }))
    .sort((a, b) => a.id - b.id);
  if (numbered.some(({ id }, position) => id !== position)) {
    throw contradiction(
      "Exactly one 'cell' element per guest NUMA cell allowed, non-contiguous ranges or ranges not starting from 0 are not allowed",
      numa,
    );
  }
  return {
    ...numa,
    cells: numbered.some(({ distances }) => distances !== undefined) ? withDistances(numbered) : numbered,
  };
}

/** A distance that is given in one direction holds for the other. */
function withDistances(cells: readonly NumaCell[]): readonly NumaCell[] {
  const given = (from: number, to: number) => cells[from]?.distances?.find(({ id }) => id === to)?.value;
  return cells.map((cell, from) => {
    const distances = cells.flatMap((_, to) => {
      const value = given(from, to) ?? given(to, from) ?? (from === to ? local : undefined);
      return value === undefined ? [] : [{ id: to, value }];
    });
    return { ...cell, distances };
  });
}
