import { admin } from '../../protocol/index.js';
import { type ServedProgram, servedProgram } from '../served-program.js';
import type { Administration } from './administration.js';
import { clientProcedures } from './client-procedures.js';
import { daemonProcedures } from './daemon-procedures.js';
import { serverProcedures } from './server-procedures.js';

/** The program of the admin socket. Its service needs no authenticator: who may open the socket may administer. */
export function adminPrograms(administration: Administration): readonly ServedProgram[] {
  return [
    servedProgram(admin, {
      ...daemonProcedures(administration),
      ...serverProcedures(administration),
      ...clientProcedures(administration),
    }),
  ];
}
