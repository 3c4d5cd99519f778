import type {
  ArgsOf,
  EventPayloads,
  NonnullDomain,
  Program,
  remote,
  RemoteEvents,
  RemoteProcedures,
  RetOf,
  TypedParam,
} from '../../src/protocol/index.js';

// Compiled by type-budget.test.ts alone: the whole table is worked out once, as contract and client do it.

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<T extends true>(): T | undefined {
  return undefined;
}

type Handlers<T> = { readonly [P in keyof T]?: (args: ArgsOf<T[P]>) => Promise<RetOf<T[P]>> };
type Client<T> = { readonly [P in keyof T]: (args: ArgsOf<T[P]>) => Promise<RetOf<T[P]>> };

holds<Equal<typeof remote, Program<RemoteProcedures, RemoteEvents>>>();
holds<Equal<ArgsOf<RemoteProcedures['domainSuspend']>, { readonly dom: NonnullDomain }>>();
holds<Equal<RetOf<RemoteProcedures['domainSuspend']>, void>>();
// What is only the wire's doesn't reach handlers and callers.
holds<Equal<ArgsOf<RemoteProcedures['connectListAllDomains']>, { readonly flags: number }>>();
holds<Equal<RetOf<RemoteProcedures['connectListAllDomains']>, { readonly domains: readonly NonnullDomain[] }>>();
holds<Equal<RetOf<RemoteProcedures['domainGetMemoryParameters']>, { readonly params: readonly TypedParam[] }>>();
holds<Equal<keyof EventPayloads['domainPMSuspend'], 'dom' | 'reason'>>();

export const handlers: Handlers<RemoteProcedures> = {
  domainGetXMLDesc: async ({ dom, flags }) => ({ xml: `${dom.name}${flags}` }),
};

export async function firstUuid(client: Client<RemoteProcedures>): Promise<string | undefined> {
  const { domains } = await client.connectListAllDomains({ flags: 0 });
  return domains[0]?.uuid;
}

// @ts-expect-error: the table has no such procedure
export const wrongName: Handlers<RemoteProcedures> = { domainGetXmlDesc: async () => ({ xml: '' }) };
