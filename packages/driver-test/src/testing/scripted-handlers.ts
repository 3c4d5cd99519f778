import type { Call, DriverHandlers, ProcedureName } from '@tsvirt/core/contract';
import { lxc, qemu, remote } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { HostClock } from '../host/host-clock.js';
import type { CallLog } from './call-log.js';
import type { ScriptedProcedure } from './call-subject.js';
import type { Faults, ScriptedAnswer } from './fault.js';

/** What stands between clients and a mock host. */
export class Script {
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly #clock: HostClock;

  constructor(faults: Faults, calls: CallLog, clock: HostClock) {
    this.faults = faults;
    this.calls = calls;
    this.#clock = clock;
  }

  /**
   * Answers a call as the host does, unless a fault hits it, and writes it down.
   * @param answer is given what the test answers in the host's place, if it does
   */
  async play<T>(
    procedure: ScriptedProcedure,
    args: unknown,
    { readOnly, signal }: Pick<Call, 'readOnly' | 'signal'>,
    answer: (scripted: ScriptedAnswer | undefined) => T | Promise<T>,
  ): Promise<T> {
    const answered = this.calls.begin(procedure, args, this.#clock.now, readOnly);
    try {
      const faults = this.faults.hitting(procedure, args);
      for (const fault of faults) if (fault.script.point !== 'after') await fault.strike(signal, this.#clock);
      const scripted = faults.map(fault => fault.answering(procedure, args)).find(found => found !== undefined);
      const value = await answer(scripted);
      for (const fault of faults) if (fault.script.point === 'after') await fault.strike(signal, this.#clock);
      answered(undefined);
      return value;
    } catch (reason) {
      const error = VirtError.wrap(reason, 'TEST');
      answered(error);
      throw error;
    }
  }
}

const programs = [remote, qemu, lxc] as const;

/**
 * The handlers of a mock host behind a script. What the host does not serve is not served here either, except while a
 * fault is about it.
 * @param current the host's handlers, which may be others after each reset
 */
export function scriptedHandlers(current: () => DriverHandlers, script: Script): DriverHandlers {
  const handlers: DriverHandlers = {};
  for (const { procedures } of programs) {
    for (const name of Object.keys(procedures)) {
      if (!isProcedure(name)) continue;
      const scripted = (args: unknown, call: Call) =>
        script.play(name, args, call, scripted => {
          if (scripted !== undefined) return scripted.value;
          const table = current();
          const handler: unknown = table[name];
          if (typeof handler !== 'function')
            throw new VirtError('NO_SUPPORT', 'TEST', `the mock hypervisor does not serve ${name}`);
          const answer: unknown = Reflect.apply(handler, table, [args, call]);
          return answer;
        });
      Object.defineProperty(handlers, name, {
        enumerable: true,
        get: () => (current()[name] === undefined && !script.faults.mention(name) ? undefined : scripted),
      });
    }
  }
  return handlers;
}

function isProcedure(name: string): name is ProcedureName {
  return programs.some(({ procedures }) => Object.hasOwn(procedures, name));
}
