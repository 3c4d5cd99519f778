import type { NonnullInterface } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { InterfaceDefinition } from './interface-definition.js';

/** One interface of the mock host. */
export interface TestInterface {
  readonly definition: InterfaceDefinition;
  readonly isActive: boolean;
}

/** The host's interfaces by name, with the one transaction that may be open on them. */
export class InterfaceStore implements Iterable<TestInterface> {
  #interfaces = new Map<string, TestInterface>();
  #before: Map<string, TestInterface> | undefined;

  /** @throws VirtError NO_INTERFACE */
  find(name: string): TestInterface {
    const found = this.#interfaces.get(name);
    if (found === undefined) throw new VirtError('NO_INTERFACE', 'TEST', `no interface with matching name '${name}'`);
    return found;
  }

  /** Adds an interface, or gives the one of its name another definition; whether it is active stays. */
  define(definition: InterfaceDefinition): TestInterface {
    const defined = { definition, isActive: this.#interfaces.get(definition.name)?.isActive ?? false };
    this.#interfaces.set(definition.name, defined);
    return defined;
  }

  setActive({ definition }: TestInterface, isActive: boolean): void {
    this.#interfaces.set(definition.name, { definition, isActive });
  }

  remove({ definition }: TestInterface): void {
    this.#interfaces.delete(definition.name);
  }

  /** Remembers how things are. @throws VirtError OPERATION_INVALID when a transaction is open */
  begin(): void {
    if (this.#before !== undefined)
      throw new VirtError('OPERATION_INVALID', 'TEST', 'there is another transaction running.');
    this.#before = new Map(this.#interfaces);
  }

  /** Ends the transaction. @throws VirtError OPERATION_INVALID when none is open */
  commit(): void {
    this.#end('nothing to be committed.');
  }

  /**
   * Goes back to how things were.
   * @param states whether interfaces that were active are so again: libvirt's mock restores definitions only
   * @throws VirtError OPERATION_INVALID when no transaction is open
   */
  rollback(states: 'active' | 'inactive'): void {
    const before = this.#end('nothing to rollback.');
    this.#interfaces = new Map(
      Array.from(before, ([name, { definition, isActive }]) => [
        name,
        { definition, isActive: states === 'active' && isActive },
      ]),
    );
  }

  [Symbol.iterator](): IterableIterator<TestInterface> {
    return this.#interfaces.values();
  }

  #end(what: string): Map<string, TestInterface> {
    const before = this.#before;
    if (before === undefined) throw new VirtError('OPERATION_INVALID', 'TEST', `no transaction running, ${what}`);
    this.#before = undefined;
    return before;
  }
}

/** How calls name an interface. */
export function referenceTo({ definition }: TestInterface): NonnullInterface {
  return { name: definition.name, mac: definition.mac };
}
