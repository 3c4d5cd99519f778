import {
  formatLogFilters,
  formatLogOutputs,
  logSettings,
  parseLogFilters,
  parseLogOutputs,
  setLog,
} from '@tsvirt/util';
import { AdmConnectDaemonShutdownFlags, type AdminProcedures } from '../../protocol/index.js';
import type { OwnHandlers } from '../served-program.js';
import type { Administration } from './administration.js';
import { refuseFlags } from './parameters.js';

/** The daemon as a whole: connection, logging, time limit, end. */
export function daemonProcedures(admin: Administration) {
  return {
    connectOpen({ flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
    },

    connectClose(_, { session }) {
      session.closeAfterReply();
    },

    connectGetLibVersion: () => ({ libVer: BigInt(admin.libVersion) }),

    connectGetLoggingOutputs({ flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      const { current } = admin.logOutputs;
      return { outputs: formatLogOutputs(current), noutputs: current.length };
    },

    connectGetLoggingFilters({ flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      const { filters } = logSettings();
      return { filters: filters.length === 0 ? null : formatLogFilters(filters), nfilters: filters.length };
    },

    async connectSetLoggingOutputs({ outputs, flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      const parsed = parseLogOutputs(outputs ?? '');
      await admin.logOutputs.change(parsed.length === 0 ? undefined : parsed);
    },

    connectSetLoggingFilters({ filters, flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      setLog({ filters: parseLogFilters(filters ?? '') });
    },

    connectSetDaemonTimeout({ timeout, flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      admin.setIdleTimeout(timeout);
    },

    connectDaemonShutdown({ flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName, AdmConnectDaemonShutdownFlags.preserve);
      admin.shutdown({ preserve: (flags & AdmConnectDaemonShutdownFlags.preserve) !== 0 });
    },
  } satisfies OwnHandlers<AdminProcedures>;
}
