import { type ErrorDomain, VirtError } from '@tsvirt/util';

/**
 * The definitions of one object, as far as flags and calls ask for them: a driver's object offers these beside its own.
 * While it is active there may be two, what it is and what it will be the next time; a transient object has only the first.
 */
export interface Definitions<D> {
  readonly isActive: boolean;
  /** It is defined, and there again when it is active no more. */
  readonly isPersistent: boolean;
  /** What it is while it is active, else what it will be. */
  readonly current: D;
  /** What it will be the next time; of a transient object what it is. */
  readonly inactive: D;
}

/** Bits of a modification's flags: virDomainModificationImpact and its namesakes of other objects. */
export const modificationImpact = { current: 0, live: 1, config: 2 } as const;

/** Which definitions a call is about. */
export interface Impact {
  readonly live: boolean;
  readonly config: boolean;
}

/**
 * Which definitions the flags of a modification mean: neither of the two is whatever the object is at the moment.
 * @param what what messages call the object: `domain`, `network`
 * @throws OPERATION_INVALID for the live definition of what is not active, or the persistent one of what is transient
 */
export function impactOf(
  flags: number,
  object: Pick<Definitions<unknown>, 'isActive' | 'isPersistent'>,
  what: string,
  errors: ErrorDomain,
): Impact {
  const asked = flags & (modificationImpact.live | modificationImpact.config);
  const live = asked === modificationImpact.current ? object.isActive : (asked & modificationImpact.live) !== 0;
  const config = asked === modificationImpact.current ? !object.isActive : (asked & modificationImpact.config) !== 0;
  if (live && !object.isActive) throw new VirtError('OPERATION_INVALID', errors, `${what} is not running`);
  if (config && !object.isPersistent) {
    throw new VirtError('OPERATION_INVALID', errors, `transient ${what}s do not have any persistent config`);
  }
  return { live, config };
}

/**
 * As `impactOf`, for calls that ask: they answer from one definition.
 * @returns the definition that the flags mean
 * @throws INVALID_ARG when they mean both; OPERATION_INVALID as `impactOf`
 */
export function definitionOf<D>(flags: number, object: Definitions<D>, what: string, errors: ErrorDomain): D {
  const both = modificationImpact.live | modificationImpact.config;
  if ((flags & both) === both) {
    const detail = 'VIR_DOMAIN_AFFECT_LIVE and VIR_DOMAIN_AFFECT_CONFIG are mutually exclusive';
    throw new VirtError('INVALID_ARG', errors, detail);
  }
  return impactOf(flags, object, what, errors).config ? object.inactive : object.current;
}

/** Both definitions after a change; absent where it does not reach. */
export interface Changed<D> {
  readonly live?: D;
  readonly config?: D;
}

/**
 * Works out a change to the definitions that it affects, all of them before any is put in place: what cannot be done to
 * one is done to none. The persistent one is first, since nothing in the guest has to be undone for it.
 * @param change gives the changed definition; throw to refuse
 */
export function changeDefinitions<D>(
  object: Pick<Definitions<D>, 'current' | 'inactive'>,
  { live, config }: Impact,
  change: (definition: D, which: 'live' | 'config') => D,
): Changed<D> {
  return {
    ...(config && { config: change(object.inactive, 'config') }),
    ...(live && { live: change(object.current, 'live') }),
  };
}
