import type { DriverHandlers } from '@tsvirt/core/contract';
import type { ConsoleSessions } from '../console/console-sessions.js';
import type { QemuHost } from '../host.js';
import { connectionHandlers } from './connection.js';
import { domainBlockHandlers } from './domain-block.js';
import { domainConsoleHandlers } from './domain-console.js';
import { domainDefineHandlers } from './domain-define.js';
import { domainDeviceHandlers } from './domain-device.js';
import { domainGraphicsHandlers } from './domain-graphics.js';
import { domainInterfaceHandlers } from './domain-interface.js';
import { domainLifecycleHandlers } from './domain-lifecycle.js';
import { domainLookupHandlers } from './domain-lookup.js';
import { domainMemoryHandlers } from './domain-memory.js';
import { domainMetadataHandlers } from './domain-metadata.js';
import { domainQueryHandlers } from './domain-query.js';
import { domainSecurityHandlers } from './domain-security.js';
import { domainRenameHandlers } from './domain-rename.js';
import { domainScreenHandlers } from './domain-screen.js';
import { domainStatsHandlers } from './domain-stats.js';
import { domainVcpuHandlers } from './domain-vcpu.js';
import { hostHandlers } from './host.js';
import { monitorCommandHandlers } from './monitor-command.js';
import { nodeHandlers } from './node.js';

/** Everything that the driver serves, on whichever connection. */
export function qemuHandlers(host: QemuHost, sessions: ConsoleSessions): DriverHandlers {
  return {
    ...connectionHandlers(host),
    ...hostHandlers(host.view),
    ...nodeHandlers(),
    ...domainLookupHandlers(host),
    ...domainDefineHandlers(host),
    ...domainDeviceHandlers(host),
    ...domainRenameHandlers(host),
    ...domainVcpuHandlers(host),
    ...domainInterfaceHandlers(host),
    ...domainScreenHandlers(host),
    ...domainGraphicsHandlers(host),
    ...domainLifecycleHandlers(host),
    ...domainQueryHandlers(host),
    ...domainMemoryHandlers(host),
    ...domainBlockHandlers(host),
    ...domainSecurityHandlers(host),
    ...domainStatsHandlers(host),
    ...domainConsoleHandlers(host, sessions),
    ...domainMetadataHandlers(host),
    ...monitorCommandHandlers(host),
  };
}
