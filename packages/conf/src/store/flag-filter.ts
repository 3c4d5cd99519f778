/** Flags that answer one question, each with the objects that it lets pass. */
export type FlagGroup<T> = readonly (readonly [flag: number, fits: (object: T) => boolean])[];

/** The choice that a listing call offers through its flags. */
export interface FlagFilter<T> {
  /** Every flag that is part of it; others are the call's own, or unknown. */
  readonly flags: number;
  /** The test that flags describe: of each group that has any of them set, one must fit. No flag set: everything fits. */
  of(flags: number): (object: T) => boolean;
}

/** Makes a filter of its groups. */
export function flagFilter<T>(groups: readonly FlagGroup<T>[]): FlagFilter<T> {
  return {
    flags: groups.flat().reduce((all, [flag]) => all | flag, 0),
    of(flags) {
      const asked = groups
        .map(group => group.filter(([flag]) => (flags & flag) !== 0))
        .filter(group => group.length > 0);
      if (asked.length === 0) return () => true;
      return object => asked.every(group => group.some(([, fits]) => fits(object)));
    },
  };
}
