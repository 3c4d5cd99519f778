/**
 * The names that a field accounts for in its element. `'own'` marks a child whose content is checked by its own
 * description, `'any'` one whose content is kept as it is.
 */
export interface Claims {
  readonly attributes: ReadonlySet<string>;
  readonly children: ReadonlyMap<string, Claims | 'own' | 'any'>;
  /** Names of children of which the first alone counts; absent: none of them. */
  readonly single?: ReadonlySet<string> | undefined;
}

type Children = ReadonlyMap<string, Claims | 'own' | 'any'>;

/** Nothing: of a field that accounts for no part of its element. */
export const noClaims: Claims = { attributes: new Set(), children: new Map() };

/** Claims whose sets are made when they are first looked at: tables have thousands, and few are ever asked. */
class LazyClaims implements Claims {
  #make: (() => Claims) | undefined;
  #made: Claims = noClaims;

  constructor(make: () => Claims) {
    this.#make = make;
  }

  get attributes(): ReadonlySet<string> {
    return this.#claims().attributes;
  }

  get children(): Children {
    return this.#claims().children;
  }

  get single(): ReadonlySet<string> | undefined {
    return this.#claims().single;
  }

  #claims(): Claims {
    if (this.#make !== undefined) {
      this.#made = this.#make();
      this.#make = undefined;
    }
    return this.#made;
  }
}

/** Attributes that a field accounts for. */
export function claimAttribute(...names: readonly string[]): Claims {
  return new LazyClaims(() => ({ attributes: new Set(names), children: noClaims.children }));
}

/** Child elements that a field accounts for, and what it accounts for inside of them. */
export function claimChild(name: string, content: Claims | 'own' | 'any'): Claims {
  return new LazyClaims(() => ({ attributes: noClaims.attributes, children: new Map([[name, content]]) }));
}

/** As `claimChild`, for a field that looks at the first of its name alone. */
export function claimFirst(name: string, content: Claims | 'own' | 'any'): Claims {
  return new LazyClaims(() => ({
    attributes: noClaims.attributes,
    children: new Map([[name, content]]),
    single: new Set([name]),
  }));
}

/** The name by which a child is claimed: its own, or for one in a namespace that and the namespace, whatever the prefix. */
export function claimName(local: string, namespace: string | undefined): string {
  return namespace === undefined ? local : `${namespace} ${local}`;
}

/** The union; two claims on the content of the same child are united as well. */
export function mergeClaims(all: readonly Claims[]): Claims {
  return claimsOf(() => all);
}

/** As `mergeClaims`, of claims that are gathered when they are first looked at. */
export function claimsOf(gather: () => readonly Claims[]): Claims {
  return new LazyClaims(() => united(gather()));
}

function united(all: readonly Claims[]): Claims {
  const attributes = new Set<string>();
  const children = new Map<string, Claims | 'own' | 'any'>();
  const single = new Set<string>();
  const several = new Set<string>();
  for (const claims of all) {
    for (const name of claims.attributes) attributes.add(name);
    for (const [name, content] of claims.children) {
      (claims.single?.has(name) === true ? single : several).add(name);
      const before = children.get(name);
      if (before === undefined || typeof before === 'string' || typeof content === 'string') {
        children.set(
          name,
          before === 'any' || content === 'any' ? 'any' : typeof content === 'string' ? content : (before ?? content),
        );
      } else {
        children.set(name, mergeClaims([before, content]));
      }
    }
  }
  for (const name of several) single.delete(name);
  return { attributes, children, single };
}
