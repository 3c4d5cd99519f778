/** Functions of the C API that are no methods here, by what stands for them. */
export const apart: readonly { readonly functions: RegExp; readonly reason: string }[] = [
  { functions: /^vir\w+(?:Free|Ref)$/, reason: "memory is the runtime's: an object that nobody names is gone" },
  {
    functions: /^vir(?:Domain|Network)\w*(?:InfoFree|LeaseFree|InterfaceFree|StatsRecordListFree)$/,
    reason: 'likewise',
  },
  { functions: /^virTypedParams/, reason: 'parameters are plain objects' },
  {
    functions: /^vir(?:Conn)?(?:Copy|Get|Reset|Save|Set|Free|Default)\w*Error\w*$/,
    reason: 'what fails throws a VirtError; there is no last error of a thread',
  },
  { functions: /^virEvent/, reason: "the event loop is the runtime's" },
  {
    functions: /^vir(?:Adm)?(?:Initialize|GetVersion)$/,
    reason: 'there is no library to initialize; npm knows versions',
  },
  { functions: /^virConnectOpenAuth$/, reason: "proofs are the transport's: an option of `open`" },
  { functions: /^virConnectSetKeepAlive$/, reason: 'the option `keepaliveIntervalMs` of `open`' },
  { functions: /^virStreamNew$/, reason: 'the call that has a stream makes it' },
  { functions: /^virStreamEvent/, reason: 'a stream is awaited and iterated, not polled' },
  {
    functions: /^virDomainLxcEnter/,
    reason:
      'moves the calling thread into a namespace or control group, which a program with an event loop cannot do to itself',
  },
  {
    functions: /^virAdmConnect(?:Register|Unregister)CloseCallback$/,
    reason: 'the promise `closed` tells when the connection is gone',
  },
];
