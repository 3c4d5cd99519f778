import { type NoEvents, type Program, procedures, program } from './procedure.js';

const procedureTable = procedures({
  /** Asks whether the other side still listens. Sent as a message by either side; answered by `pong`. */
  ping: { number: 1, priority: 'high' },

  /** The answer to `ping`. */
  pong: { number: 2, priority: 'high' },
});
type InferredProcedures = typeof procedureTable;
/** The messages of the keepalive program, by name. */
export interface KeepaliveProcedures extends InferredProcedures {}

/** The program of the two messages that tell a silent peer from a dead one. */
export const keepalive: Program<KeepaliveProcedures, NoEvents> = program(
  'keepalive',
  0x6b65_6570,
  1,
  procedureTable,
  {},
);
