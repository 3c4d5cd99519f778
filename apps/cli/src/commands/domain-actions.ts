import type { CallOptions, Domain } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import { type Command, command } from '../command.js';
import { actOnEach } from '../objects/act-on-each.js';

/** A command that asks one thing of each domain. */
interface DomainAction {
  readonly name: string;
  readonly summary: string;
  readonly doing: string;
  readonly done: string;
  readonly example: string;
  readonly act: (domain: Domain, limits: CallOptions) => Promise<void>;
}

function domainAction({ name, summary, doing, done, example, act }: DomainAction): Command {
  return command({
    name,
    summary,
    operands: 'NAME...',
    completes: 'domains',
    options: {},
    examples: [[`tsvirt ${name} web`, example]],
    run: invocation =>
      actOnEach(invocation, doing, async ({ domain, kind }) => {
        if (domain === undefined)
          throw new VirtError('INVALID_ARG', 'NONE', `${name} is for domains, not for a ${kind}`);
        await act(domain, { signal: invocation.signal });
        return { done, changed: true };
      }),
  });
}

export const pause = domainAction({
  name: 'pause',
  summary: "halt domains' CPUs; their memory stays",
  doing: 'pausing',
  done: 'paused',
  example: 'as long as it takes',
  act: (domain, limits) => domain.suspend(limits),
});

export const resume = domainAction({
  name: 'resume',
  summary: 'let paused domains go on',
  doing: 'resuming',
  done: 'resumed',
  example: 'where it was paused',
  act: (domain, limits) => domain.resume(limits),
});

export const reboot = domainAction({
  name: 'reboot',
  summary: 'ask guests to reboot; does not wait',
  doing: 'rebooting',
  done: 'asked to reboot',
  example: 'by its power button or its agent',
  act: (domain, limits) => domain.reboot(limits),
});
