import { DomainConsoleFlags, type NonnullDomain } from '@tsvirt/core/protocol';
import type { ClientStream } from '@tsvirt/core';
import { inactiveDomain, runningDomain } from './domain-props.js';
import { eventually } from './eventually.js';
import { refusal, tolerate } from './refusal.js';
import type { RuleGroup } from './rule.js';
import type { Stage } from './stage.js';

const needs = ['domainOpenConsole', 'domainGetXMLDesc'] as const;

async function domainWithConsole(stage: Stage): Promise<NonnullDomain> {
  const dom = await runningDomain(stage);
  const { xml } = await stage.call.domainGetXMLDesc({ dom, flags: 0 });
  if (!/<(?:console|serial) type='pty'/.test(xml)) stage.skip('the domain has no console');
  return dom;
}

function openConsole(stage: Stage, dom: NonnullDomain, flags = 0): Promise<ClientStream> {
  return stage.stream('domainOpenConsole', { dom, devName: null, flags });
}

/** Opens a console that somebody has just left: word of that may still be on its way. */
async function onceFree(stage: Stage, dom: NonnullDomain): Promise<ClientStream> {
  let opened: ClientStream | undefined;
  await eventually(stage, 'a console is free when its client has left', () =>
    tolerate(
      openConsole(stage, dom).then(stream => (opened = stream)),
      'OPERATION_FAILED',
      'OPERATION_INVALID',
    ),
  );
  if (opened === undefined) throw new Error('a console that was opened has no stream');
  return opened;
}

/** Reads until a stream is over: at its end, or for a reason. */
async function drained(stream: ClientStream): Promise<void> {
  for await (const _chunk of stream);
}

/** Streams to a guest's console. */
export const domainConsoles: RuleGroup = {
  subject: 'domain consoles',
  rules: [
    {
      name: "a console is one client's at a time, and free when that client has left",
      needs,
      async check(stage) {
        const dom = await domainWithConsole(stage);
        const first = await openConsole(stage, dom);
        const second = openConsole(stage, dom);
        await refusal(second, 'a console that somebody has', 'OPERATION_FAILED', 'OPERATION_INVALID');
        await first.finish().catch(() => {});
        await (await onceFree(stage, dom)).write(Buffer.from('\n'));
      },
    },
    {
      name: 'who insists takes a console over, and its stream ends for who had it',
      needs,
      async check(stage) {
        const dom = await domainWithConsole(stage);
        const first = await openConsole(stage, dom);
        const ending = drained(first).catch(() => {});
        const second = await openConsole(stage, dom, DomainConsoleFlags.force);
        await stage.within(ending, 'the end of a console that was taken over');
        await second.write(Buffer.from('\n'));
      },
    },
    {
      name: 'a console ends with its guest',
      needs: [...needs, 'domainDestroy'],
      async check(stage) {
        const dom = await domainWithConsole(stage);
        const ending = drained(await openConsole(stage, dom)).catch(() => {});
        await stage.call.domainDestroy({ dom });
        await stage.within(ending, "the end of an ended guest's console");
      },
    },
    {
      name: 'a console is free when the connection of who had it is gone',
      needs,
      async check(stage) {
        const dom = await domainWithConsole(stage);
        const client = await stage.bench.connect();
        await client.callFully('domainOpenConsole', { dom, devName: null, flags: 0 });
        await client.close();
        await (await onceFree(stage, dom)).write(Buffer.from('\n'));
      },
    },
    {
      name: 'what does not run has no console',
      needs,
      async check(stage) {
        const dom = await inactiveDomain(stage);
        await refusal(openConsole(stage, dom), 'the console of an inactive domain', 'OPERATION_INVALID');
      },
    },
    {
      name: 'a console that there is not is refused',
      needs,
      async check(stage) {
        const dom = await domainWithConsole(stage);
        const call = stage.stream('domainOpenConsole', { dom, devName: 'no-such-thing', flags: 0 });
        await refusal(call, 'a console of no such name', 'INTERNAL_ERROR', 'INVALID_ARG', 'OPERATION_INVALID');
      },
    },
  ],
};
