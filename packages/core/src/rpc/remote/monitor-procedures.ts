import { VirtError } from '@tsvirt/util';
import type { Occurrence } from '../../contract/index.js';
import { qemu, type QemuProcedures } from '../../protocol/index.js';
import type { OwnHandlers } from '../served-program.js';
import { unsubscribe, withHub } from './event-procedures.js';

const registering = qemu.procedureNamed('connectDomainMonitorEventRegister');

/** VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX and _NOCASE. */
const patternFlag = 1;
const ignoreCaseFlag = 2;

/** QEMU's own events, by name or by a pattern of names. */
export const monitorProcedures = {
  connectDomainMonitorEventRegister({ dom, event, flags }, call) {
    const wanted = wantedMonitorEvents(event, flags);
    const { subscriptions } = call.session.connection;
    return withHub(call, 'monitor', 'monitor', hub => ({
      callbackID: subscriptions.add(hub, 'monitor', 'monitor', dom?.uuid, wanted),
    }));
  },
  connectDomainMonitorEventDeregister: ({ callbackID }, call) => unsubscribe(call, 'monitor', callbackID),
} satisfies OwnHandlers<QemuProcedures>;

/**
 * Which monitor events a subscriber wants.
 * @param event a name or, as the flags say, a pattern of names; null: all
 * @throws VirtError INVALID_ARG for a flag that is none, or no usable pattern
 */
export function wantedMonitorEvents(event: string | null, flags: number): (occurrence: Occurrence) => boolean {
  const unknown = flags & ~(patternFlag | ignoreCaseFlag);
  if (unknown !== 0) {
    const hex = (unknown >>> 0).toString(16);
    throw new VirtError('INVALID_ARG', 'RPC', `unsupported flags (0x${hex}) in ${registering.apiName}`);
  }
  if (event === null) return () => true;
  const wanted = nameTest(event, flags);
  return ({ payload }) => 'event' in payload && typeof payload.event === 'string' && wanted(payload.event);
}

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
