import type { GuestNuma, NumaCell, NumaDistance } from '../guest-numa.js';
import { contradiction } from '../validate/unsupported.js';

const local = 10;
const unreachable = 255;

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

/** A distance that is given in one direction holds for the other, unless that says otherwise; the last one counts. */
function withDistances(cells: readonly NumaCell[]): readonly NumaCell[] {
  const known = cells.map(() => new Map<number, number>());
  const tell = (from: number, to: number, value: number, isGiven: boolean) => {
    const own = known[from];
    own?.set(from, own.get(from) ?? local);
    if (isGiven || own?.has(to) !== true) own?.set(to, value);
  };
  for (const [from, cell] of cells.entries()) {
    for (const sibling of cell.distances ?? []) {
      checkDistance(sibling, from, cells.length);
      tell(from, sibling.id, sibling.value, true);
      tell(sibling.id, from, sibling.value, false);
    }
  }
  return cells.map((cell, from) => {
    const distances = [...(known[from] ?? [])].sort(([a], [b]) => a - b).map(([id, value]) => ({ id, value }));
    return distances.length === 0 ? cell : { ...cell, distances };
  });
}

function checkDistance(sibling: NumaDistance, from: number, cells: number): void {
  const { id, value } = sibling;
  const place = `under NUMA 'cell id ${from}'`;
  if (value < local || value > unreachable || (id === from) !== (value === local)) {
    throw contradiction(`'value ${value}' is invalid for 'sibling id ${id}' ${place}`, sibling, 'value');
  }
  if (id < cells) return;
  throw contradiction(`'sibling_id ${id}' does not refer to a valid cell within NUMA 'cell id ${from}'`, sibling, 'id');
}
