import type { CallOptions, Domain } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import { command } from '../command.js';
import { secondsOption } from '../command-line.js';
import { actOnEach, type Outcome } from '../objects/act-on-each.js';
import { untilStopped } from '../objects/domain-waits.js';

const defaultTimeoutMs = 60_000;

/** How a guest is to be stopped. */
interface StopChoice {
  readonly now: boolean;
  readonly force: boolean;
  readonly mode: string | undefined;
  readonly waits: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export const stop = command({
  name: 'stop',
  summary: 'shut domains down; stop networks, pools, interfaces',
  operands: 'NAME...',
  completes: 'domains',
  details:
    'Guests are asked to shut down, and have some time for it. What is off already stays off, and that is no error.',
  options: {
    timeout: { type: 'string', value: 'SECONDS', text: 'how long guests may take; 60 unless given' },
    force: { type: 'boolean', short: 'f', text: 'cut the power of guests that take longer' },
    now: { type: 'boolean', text: 'cut the power at once' },
    'no-wait': { type: 'boolean', text: 'ask, and do not wait' },
    mode: { type: 'string', value: 'HOW', choices: ['acpi', 'agent'], text: 'how guests are asked' },
  },
  examples: [
    ['tsvirt stop web', 'ask the guest, and wait'],
    ['tsvirt stop web db --timeout 30 --force', 'half a minute, then without asking'],
    ['tsvirt stop --now web', 'pull the plug'],
    ['tsvirt stop network/default', 'a network'],
  ],
  run(invocation) {
    const { values, signal } = invocation;
    const choice: StopChoice = {
      now: values.now ?? false,
      force: values.force ?? false,
      mode: values.mode,
      waits: values['no-wait'] !== true,
      timeoutMs: secondsOption('timeout', values.timeout) ?? defaultTimeoutMs,
      signal,
    };
    return actOnEach(invocation, 'stopping', async object => {
      if (object.stop === undefined) {
        throw new VirtError('OPERATION_UNSUPPORTED', 'NONE', `a ${object.kind} cannot be stopped`);
      }
      if ((await object.isActive?.({ signal })) === false) return { done: 'is off already', changed: false };
      if (object.domain !== undefined) return stopDomain(object.domain, choice);
      await object.stop({ signal });
      return { done: 'stopped', changed: true };
    });
  },
});

async function stopDomain(domain: Domain, choice: StopChoice): Promise<Outcome> {
  const { signal, timeoutMs, mode } = choice;
  if (choice.now) return cutPower(domain, signal);
  const ask = (limits: CallOptions) =>
    domain.shutdownFlags({ acpiPowerBtn: mode === 'acpi', guestAgent: mode === 'agent', ...limits });
  if (!choice.waits) {
    await ask({ signal });
    return { done: 'asked to shut down', changed: true };
  }
  try {
    await untilStopped(domain, ask, { signal, timeoutMs });
  } catch (reason) {
    const isLate = VirtError.is(reason) && reason.code === 'OPERATION_TIMEOUT';
    if (!choice.force || signal.aborted || !isLate) throw reason;
    return cutPower(domain, signal);
  }
  return { done: 'stopped', changed: true, more: { forced: false } };
}

async function cutPower(domain: Domain, signal: AbortSignal): Promise<Outcome> {
  try {
    await domain.destroy({ signal });
  } catch (reason) {
    // It may have stopped by itself in the last moment.
    const isOff = VirtError.is(reason) && reason.code === 'OPERATION_INVALID' && !(await domain.isActive({ signal }));
    if (!isOff) throw reason;
  }
  return { done: 'power cut', changed: true, more: { forced: true } };
}
