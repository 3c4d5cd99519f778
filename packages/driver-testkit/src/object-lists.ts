import type { ProcedureName } from '@tsvirt/core/contract';
import { expect } from 'vitest';
import type { Rule } from './rule.js';
import type { Stage } from './stage.js';

/** The lists of one kind of objects. Flags 0 lists all. */
interface Lists {
  readonly noun: string;
  readonly needs: readonly ProcedureName[];
  readonly list: (stage: Stage, flags: number) => Promise<readonly string[]>;
  /** Flags of which each object matches one; 0 for kinds that don't run. */
  readonly active: number;
  readonly inactive: number;
  /** Older lists, each with the flag that lists the same. */
  readonly older: readonly (readonly [ProcedureName, number, (stage: Stage) => Promise<readonly string[]>])[];
  readonly counts: readonly (readonly [ProcedureName, number, (stage: Stage) => Promise<number>])[];
}

/** The rule that all forms of a list say the same. */
export function listRule({ noun, needs, list, active, inactive, older, counts }: Lists): Rule {
  return {
    name: `all lists and counts of ${noun} say the same`,
    needs,
    async check(stage) {
      const all = await list(stage, 0);
      expect(new Set(all).size).toBe(all.length);
      if (active !== 0) {
        const parts = [...(await list(stage, active)), ...(await list(stage, inactive))];
        expect(parts.toSorted()).toEqual(all.toSorted());
        expect((await list(stage, active | inactive)).toSorted()).toEqual(all.toSorted());
      }
      for (const [procedure, flag, names] of older)
        if (stage.serves(procedure))
          expect((await names(stage)).toSorted(), procedure).toEqual((await list(stage, flag)).toSorted());
      for (const [procedure, flag, count] of counts)
        if (stage.serves(procedure)) expect(await count(stage), procedure).toBe((await list(stage, flag)).length);
    },
  };
}
