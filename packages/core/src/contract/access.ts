import type { Identity } from './identity.js';

/** A permission of libvirt's access model: `domain:read`, `connect:search_domains`. */
export type Permission = `${string}:${string}`;

/** The object that a permission is about; absent for permissions on the connection itself. */
export interface AccessObject {
  readonly name?: string;
  /** Canonical text form. */
  readonly uuid?: string;
  /** Further attributes that access rules may look at, as a node device's or interface's. */
  readonly [attribute: string]: string | undefined;
}

/** Decides what a caller may do. The table's checks and those of handlers all end here. */
export interface AccessPolicy {
  allows(
    identity: Identity,
    driver: string,
    permission: Permission,
    object: AccessObject | undefined,
  ): boolean | Promise<boolean>;
}

/** The policy of a daemon without access control: who may open the socket may do everything that it offers. */
export const allowAll: AccessPolicy = { allows: () => true };
