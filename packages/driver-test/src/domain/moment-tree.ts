import { VirtError } from '@tsvirt/util';

/** A snapshot or a checkpoint: a named moment of a domain with the one that was current before it. */
export interface Moment {
  readonly name: string;
  /** Name of the moment that was current when this one was made; undefined for a root. */
  readonly parent: string | undefined;
}

/**
 * The moments of one kind that a domain has, as a forest. Names are unique; the current one is the moment that the
 * next will descend from.
 */
export class MomentTree<M extends Moment> implements Iterable<M> {
  readonly #moments = new Map<string, M>();
  #current: string | undefined;

  get size(): number {
    return this.#moments.size;
  }

  get current(): M | undefined {
    return this.#current === undefined ? undefined : this.#moments.get(this.#current);
  }

  setCurrent(moment: M | undefined): void {
    this.#current = moment?.name;
  }

  get(name: string): M | undefined {
    return this.#moments.get(name);
  }

  /**
   * Adds a moment, or takes a new description of one that is there.
   * @throws VirtError OPERATION_FAILED for a name that is taken, unless `replace`
   */
  put(moment: M, options: { readonly replace?: boolean } = {}): void {
    if (this.#moments.has(moment.name) && options.replace !== true)
      throw new VirtError('OPERATION_FAILED', 'DOMAIN', `domain moment ${moment.name} already exists`);
    this.#moments.set(moment.name, moment);
  }

  /**
   * Whether a moment can have the parent that it names.
   * @throws VirtError INVALID_ARG for itself, one that is not there, or one of its own descendants
   */
  checkParent({ name, parent }: Moment): void {
    if (parent === undefined) return;
    const refuse = (detail: string): VirtError => new VirtError('INVALID_ARG', 'DOMAIN', detail);
    if (parent === name) throw refuse(`cannot set moment ${parent} as its own parent`);
    let ancestor = this.get(parent);
    if (ancestor === undefined) throw refuse(`parent ${parent} for moment ${name} not found`);
    for (; ancestor !== undefined; ancestor = this.parentOf(ancestor))
      if (ancestor.parent === name) throw refuse(`parent ${parent} would create cycle to ${name}`);
  }

  parentOf(moment: Moment): M | undefined {
    return moment.parent === undefined ? undefined : this.#moments.get(moment.parent);
  }

  /** Moments without a parent, when `of` is undefined, or the direct children of one. */
  childrenOf(of: Moment | undefined): M[] {
    return [...this].filter(moment => this.parentOf(moment)?.name === of?.name);
  }

  /** Everything below a moment, or the whole forest; parents come before their children. */
  descendantsOf(of: Moment | undefined): M[] {
    const children = new Map<string | undefined, M[]>();
    for (const moment of this) {
      const parent = this.parentOf(moment)?.name;
      const siblings = children.get(parent);
      if (siblings === undefined) children.set(parent, [moment]);
      else siblings.push(moment);
    }
    const found: M[] = [];
    // Breadth first over a list that grows: no recursion, so no limit to the depth that clients may build.
    let next = children.get(of?.name) ?? [];
    while (next.length > 0) {
      found.push(...next);
      next = next.flatMap(moment => children.get(moment.name) ?? []);
    }
    return found;
  }

  isLeaf(moment: Moment): boolean {
    for (const other of this) if (other.parent === moment.name) return false;
    return true;
  }

  /**
   * Takes moments out. Children of one that goes, and the place of the current one, pass to its nearest ancestor that
   * stays.
   * @param adopt makes the same moment with another parent
   */
  remove(moments: readonly M[], adopt: (moment: M, parent: string | undefined) => M): void {
    const gone = new Map(moments.map(moment => [moment.name, moment]));
    const heirOf = (name: string | undefined): string | undefined => {
      let heir = name;
      for (let moment = heir === undefined ? undefined : gone.get(heir); moment !== undefined; ) {
        heir = moment.parent;
        moment = heir === undefined ? undefined : gone.get(heir);
      }
      return heir;
    };
    for (const moment of this) {
      if (gone.has(moment.name) || moment.parent === undefined || !gone.has(moment.parent)) continue;
      this.#moments.set(moment.name, adopt(moment, heirOf(moment.parent)));
    }
    this.#current = heirOf(this.#current);
    for (const name of gone.keys()) this.#moments.delete(name);
  }

  [Symbol.iterator](): IterableIterator<M> {
    return this.#moments.values();
  }
}
