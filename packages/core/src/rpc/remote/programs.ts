import { lxc, qemu, remote } from '../../protocol/index.js';
import { type ServedProgram, servedProgram } from '../served-program.js';
import { authenticationProcedures } from './authentication-procedures.js';
import { type ConnectionServices, connectionProcedures } from './connection-procedures.js';
import { eventProcedures } from './event-procedures.js';
import { monitorProcedures } from './monitor-procedures.js';

/** The programs of the main sockets: remote, qemu and lxc, over what `opener` opens. */
export function connectionPrograms(services: ConnectionServices): readonly ServedProgram[] {
  return [
    servedProgram(remote, { ...connectionProcedures(services), ...authenticationProcedures, ...eventProcedures }),
    servedProgram(qemu, monitorProcedures),
    servedProgram(lxc, {}),
  ];
}
