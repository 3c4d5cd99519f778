import { nonnullDomain } from './objects.js';
import { type NoEvents, procedures, type Program, program } from './procedure.js';
import { uint } from './xdr.js';

const procedureTable = procedures({
  /** Answers open files of the container's namespaces, one each. */
  domainOpenNamespace: {
    number: 1,
    since: '1.0.2',
    api: 'virDomainLxcOpenNamespace',
    readOnlyDenied: true,
    acl: ['domain:open_namespace'],
    fds: 'reply',
    args: { dom: nonnullDomain, flags: uint },
  },
});
type InferredProcedures = typeof procedureTable;
/** Every procedure of the lxc program, by name. */
export interface LxcProcedures extends InferredProcedures {}

/** The program of container calls. */
export const lxc: Program<LxcProcedures, NoEvents> = program('lxc', 0x0006_8000, 1, procedureTable, {});
