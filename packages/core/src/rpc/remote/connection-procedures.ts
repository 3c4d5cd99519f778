import { VirtError } from '@tsvirt/util';
import type { RemoteProcedures } from '../../protocol/index.js';
import { DriverFeature } from './driver-feature.js';
import { demand } from '../access-checks.js';
import type { ConnectionOpener } from '../connection-opener.js';
import { canPassFds } from '../fd-passing.js';
import type { OwnHandlers } from '../served-program.js';
import type { ServerCall } from '../server-call.js';

/** VIR_CONNECT_RO. */
const readOnlyFlag = 1;

/** The version that the server reports, and who opens its connections. */
export interface ConnectionServices {
  readonly opener: ConnectionOpener;
  /** major * 1,000,000 + minor * 1,000 + release. */
  readonly libVersion: number;
}

/** The start and the end of a connection, and what the daemon knows about it without asking a driver. */
export function connectionProcedures({ opener, libVersion }: ConnectionServices) {
  return {
    async connectOpen({ name, flags }, { session, identity, signal }) {
      const readOnly = session.service.readOnly || (flags & readOnlyFlag) !== 0;
      await session.connection.open(readOnly, async () => {
        const opened = await opener.open({ uri: name, readOnly, flags, identity, signal });
        try {
          if (!session.service.isOpen) {
            const subject = { policy: session.service.policy, identity, driver: opened.driverName };
            await demand('connect:getattr', undefined, subject);
          }
        } catch (reason) {
          await opened.close();
          throw reason;
        }
        return opened;
      });
    },

    connectClose(_, { session }) {
      session.closeAfterReply();
    },

    connectSupportsFeature({ feature }, call) {
      switch (feature) {
        case DriverFeature.programKeepalive:
          call.session.startKeepalive();
          return { supported: 1 };
        case DriverFeature.fdPassing:
          return { supported: agreeOnFds(call) ? 1 : 0 };
        case DriverFeature.remoteEventCallback:
        case DriverFeature.remoteCloseCallback:
          call.session.connection.requireOpen();
          return { supported: 1 };
        default: {
          const { handlers } = call.session.connection.opened;
          return handlers.connectSupportsFeature?.({ feature }, call) ?? { supported: 0 };
        }
      }
    },

    connectGetURI(args, call) {
      const { handlers, uri } = call.session.connection.opened;
      return handlers.connectGetURI?.(args, call) ?? { uri };
    },

    connectGetType(args, call) {
      const { handlers, driverName } = call.session.connection.opened;
      return handlers.connectGetType?.(args, call) ?? { type: driverName };
    },

    connectGetLibVersion(args, call) {
      const { handlers } = call.session.connection.opened;
      return handlers.connectGetLibVersion?.(args, call) ?? { libVer: BigInt(libVersion) };
    },

    connectRegisterCloseCallback(_, { session }) {
      session.connection.subscriptions.watchClose();
    },

    connectUnregisterCloseCallback(_, { session }) {
      if (!session.connection.subscriptions.unwatchClose()) {
        throw new VirtError('OPERATION_INVALID', 'RPC', 'no close callback is registered');
      }
    },
  } satisfies OwnHandlers<RemoteProcedures>;
}

/** From the question on a client may send descriptors: packets are read one by one. */
function agreeOnFds({ session }: ServerCall): boolean {
  session.connection.requireOpen();
  if (session.isNetwork || session.channel.descriptor === undefined || !canPassFds()) return false;
  session.channel.receiveExactly();
  return true;
}
