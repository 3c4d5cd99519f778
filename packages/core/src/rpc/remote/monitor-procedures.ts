import { VirtError } from '@tsvirt/util';
import type { Occurrence } from '../../contract/index.js';
import type { QemuProcedures } from '../../protocol/index.js';
import type { OwnHandlers } from '../served-program.js';
import { hubOf, unsubscribe, whenSupplied } from './event-procedures.js';

/** VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX and _NOCASE. */
const patternFlag = 1;
const ignoreCaseFlag = 2;

/** QEMU's own events, by name or by a pattern of names. */
export const monitorProcedures = {
  connectDomainMonitorEventRegister({ dom, event, flags }, call) {
    const unknown = flags & ~(patternFlag | ignoreCaseFlag);
    if (unknown !== 0) {
      const hex = (unknown >>> 0).toString(16);
      throw new VirtError('INVALID_ARG', 'RPC', `unsupported flags (0x${hex}) in ${call.procedure.apiName}`);
    }
    const wanted = event === null ? () => true : nameTest(event, flags);
    const hub = hubOf(call, 'monitor');
    const matches = ({ payload }: Occurrence) =>
      'event' in payload && typeof payload.event === 'string' && wanted(payload.event);
    const { subscriptions } = call.session.connection;
    return whenSupplied(hub, 'monitor', () => ({
      callbackID: subscriptions.add(hub, 'monitor', 'monitor', dom?.uuid, matches),
    }));
  },
  connectDomainMonitorEventDeregister: ({ callbackID }, call) => unsubscribe(call, 'monitor', callbackID),
} satisfies OwnHandlers<QemuProcedures>;

/** Whether an event's name is the one asked for, or fits the pattern. */
function nameTest(event: string, flags: number): (name: string) => boolean {
  const ignoresCase = (flags & ignoreCaseFlag) !== 0;
  if ((flags & patternFlag) === 0) {
    const same = ignoresCase ? event.toUpperCase() : event;
    return name => (ignoresCase ? name.toUpperCase() : name) === same;
  }
  const pattern = monitorPattern(event, ignoresCase);
  return name => pattern.test(name);
}

/** Event names are words of capitals and underscores; longer patterns, or nested repeats that could run away, have no use. */
function monitorPattern(event: string, ignoresCase: boolean): RegExp {
  if (event.length > 256 || /[*+?}]\)?[*+{]|\([^)]*[*+{][^)]*\)\s*[*+{]/.test(event)) {
    throw new VirtError('INVALID_ARG', 'RPC', `event pattern '${event.slice(0, 256)}' is too complex`);
  }
  try {
    return new RegExp(event, ignoresCase ? 'i' : '');
  } catch (cause) {
    throw new VirtError('INVALID_ARG', 'RPC', `event pattern '${event}' is not a regular expression`, { cause });
  }
}
