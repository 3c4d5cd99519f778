import type { DocumentName } from '@tsvirt/conf';
import type { CallOptions, Domain } from '@tsvirt/core';

/** How an object's document is wanted. */
export interface DocumentChoice extends CallOptions {
  /** The stored definition of an object that is active. */
  readonly inactive?: boolean | undefined;
  /** With passwords and keys. */
  readonly secure?: boolean | undefined;
}

/** An object of any kind, with what can be done with it by name. What cannot is absent. */
export interface ManagedObject {
  /** What its kind is called: `network`. */
  readonly kind: string;
  /** What kind of document describes it. */
  readonly document: DocumentName;
  xml(choice: DocumentChoice): Promise<string>;
  readonly isActive?: (limits: CallOptions) => Promise<boolean>;
  readonly start?: (limits: CallOptions) => Promise<void>;
  /** Stops it at once. */
  readonly stop?: (limits: CallOptions) => Promise<void>;
  /** Removes it, or its definition. */
  readonly remove?: (limits: CallOptions) => Promise<void>;
  /** Takes what it was made of back to it. */
  readonly revert?: (limits: CallOptions) => Promise<void>;
  /** The domain itself, for what only domains can. */
  readonly domain?: Domain;
}

/** The API's objects, as far as they are alike. */
interface Described {
  getXMLDesc(choice?: DocumentChoice): Promise<string>;
}
interface Startable extends Described {
  isActive(limits?: CallOptions): Promise<boolean>;
  create(limits?: CallOptions): Promise<void>;
  destroy(limits?: CallOptions): Promise<void>;
}
interface Defined {
  undefine(limits?: CallOptions): Promise<void>;
}
interface Deleted {
  delete(limits?: CallOptions): Promise<void>;
}

type Of = Pick<ManagedObject, 'kind' | 'document'>;

/** An object that is there as long as it is: a volume, a secret. */
export function lasting(of: Of, object: Described & (Defined | Deleted)): ManagedObject {
  return {
    ...of,
    xml: choice => object.getXMLDesc(choice),
    remove: limits => ('undefine' in object ? object.undefine(limits) : object.delete(limits)),
  };
}

/** An object that is active or not, and has a definition: a network, a pool. */
export function startable(of: Of, object: Startable & Defined): ManagedObject {
  return {
    ...lasting(of, object),
    isActive: limits => object.isActive(limits),
    start: limits => object.create(limits),
    stop: limits => object.destroy(limits),
  };
}
