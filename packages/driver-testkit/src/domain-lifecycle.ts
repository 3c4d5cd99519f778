import type { ProcedureName } from '@tsvirt/core/contract';
import { DomainCreateFlags, type NonnullDomain } from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { createTransient, defineDomain, inactiveDomain, runningDomain, start, stateOf } from './domain-props.js';
import { bootEvents, destroyEvents, pausedBootEvents } from './lifecycle-events.js';
import type { DomainTraits, Refusable } from './options.js';
import { refusal, tolerate } from './refusal.js';
import type { Rule, RuleGroup } from './rule.js';
import type { Stage } from './stage.js';
import { lifecycleName } from './state-names.js';

type Start = 'inactive' | 'running' | 'paused';

const actions = {
  create: { procedure: 'domainCreate', run: ({ call }, dom) => call.domainCreate({ dom }) },
  suspend: { procedure: 'domainSuspend', run: ({ call }, dom) => call.domainSuspend({ dom }) },
  resume: { procedure: 'domainResume', run: ({ call }, dom) => call.domainResume({ dom }) },
  destroy: { procedure: 'domainDestroy', run: ({ call }, dom) => call.domainDestroy({ dom }) },
  shutdown: { procedure: 'domainShutdown', run: ({ call }, dom) => call.domainShutdown({ dom }) },
  reboot: { procedure: 'domainReboot', run: ({ call }, dom) => call.domainReboot({ dom, flags: 0 }) },
  reset: { procedure: 'domainReset', run: ({ call }, dom) => call.domainReset({ dom, flags: 0 }) },
} as const satisfies Record<
  string,
  { procedure: ProcedureName; run: (stage: Stage, dom: NonnullDomain) => Promise<unknown> }
>;

type Action = keyof typeof actions;

/** A change of state that every driver knows: what it ends in and what subscribers are told. */
interface Change {
  readonly action: Action;
  readonly from: Start;
  /** State and reason afterwards. */
  readonly to: string;
  readonly events: (traits: DomainTraits) => readonly string[];
}

const changes: readonly Change[] = [
  { action: 'create', from: 'inactive', to: 'running booted', events: bootEvents },
  { action: 'suspend', from: 'running', to: 'paused user', events: () => ['suspended paused'] },
  { action: 'resume', from: 'paused', to: 'running unpaused', events: () => ['resumed unpaused'] },
  { action: 'destroy', from: 'running', to: 'shutoff destroyed', events: destroyEvents },
  { action: 'destroy', from: 'paused', to: 'shutoff destroyed', events: destroyEvents },
  { action: 'shutdown', from: 'running', to: 'shutoff shutdown', events: () => ['stopped shutdown'] },
];

/** What has no meaning in a state, with the action and the state that its name says. */
const refusals: { readonly [R in Refusable]: readonly [Action, Start] } = {
  'create of a running domain': ['create', 'running'],
  'create of a paused domain': ['create', 'paused'],
  'suspend of a paused domain': ['suspend', 'paused'],
  'suspend of an inactive domain': ['suspend', 'inactive'],
  'resume of a running domain': ['resume', 'running'],
  'resume of an inactive domain': ['resume', 'inactive'],
  'destroy of an inactive domain': ['destroy', 'inactive'],
  'shutdown of an inactive domain': ['shutdown', 'inactive'],
  'reboot of an inactive domain': ['reboot', 'inactive'],
  'reset of an inactive domain': ['reset', 'inactive'],
};

/** A domain in a state, with the means to get it there. */
async function domainThatIs(stage: Stage, from: Start): Promise<NonnullDomain> {
  switch (from) {
    case 'inactive':
      return inactiveDomain(stage);
    case 'running':
      return runningDomain(stage);
    case 'paused': {
      stage.require('domainSuspend');
      const dom = await runningDomain(stage);
      await stage.call.domainSuspend({ dom });
      return dom;
    }
    default:
      return from satisfies never;
  }
}

function changeRule({ action, from, to, events }: Change): Rule {
  const { procedure, run } = actions[action];
  return {
    name: `${action} of ${from === 'inactive' ? 'an' : 'a'} ${from} domain makes it ${to} and says so once`,
    needs: [procedure, 'domainGetState'],
    async check(stage) {
      if (action === 'shutdown' && stage.traits.shutdown === 'asks') stage.skip('a shutdown only asks the guest');
      const dom = await domainThatIs(stage, from);
      const heard = await stage.watch('domainLifecycle', { dom });
      await run(stage, dom);
      expect(await stateOf(stage, dom)).toBe(to);
      const expected = events(stage.traits);
      await heard.until(expected.length);
      // One more round trip: what was said too much is here by then.
      await stateOf(stage, dom);
      expect(heard.seen.map(lifecycleName)).toEqual(expected);
    },
  };
}

function refusalRule(name: Refusable): Rule {
  const [action, from] = refusals[name];
  const { procedure, run } = actions[action];
  return {
    name: `${name} is refused, or ignored, and changes nothing`,
    needs: [procedure, 'domainGetState'],
    async check(stage) {
      const dom = await domainThatIs(stage, from);
      const before = await stateOf(stage, dom);
      const heard = stage.bench.opened.events && (await stage.watch('domainLifecycle', { dom }));
      const expected = stage.traits.refusals?.[name] ?? 'OPERATION_INVALID';
      if (expected === 'ignored') await run(stage, dom);
      else await refusal(run(stage, dom), name, expected);
      expect(await stateOf(stage, dom)).toBe(before);
      expect(heard?.seen.map(lifecycleName) ?? []).toEqual([]);
    },
  };
}

const others: readonly Rule[] = [
  {
    name: 'a guest has an id while it runs, under which it is found, and none before and after',
    needs: ['domainLookupByID', 'domainLookupByUUID', 'domainDestroy'],
    async check(stage) {
      const { call } = stage;
      const inactive = await inactiveDomain(stage);
      expect(inactive.id).toBe(-1);
      await start(stage, inactive);
      const { dom } = await call.domainLookupByUUID({ uuid: inactive.uuid });
      expect(dom.id).toBeGreaterThan(0);
      expect(await call.domainLookupByID({ id: dom.id })).toEqual({ dom });
      await call.domainDestroy({ dom });
      await refusal(call.domainLookupByID({ id: dom.id }), 'the id of a guest that ended', 'NO_DOMAIN');
      expect((await call.domainLookupByUUID({ uuid: inactive.uuid })).dom.id).toBe(-1);
    },
  },
  {
    name: 'a guest that is started again gets another id',
    needs: ['domainLookupByUUID', 'domainDestroy'],
    async check(stage) {
      const { uuid } = await runningDomain(stage);
      const { dom: first } = await stage.call.domainLookupByUUID({ uuid });
      await stage.call.domainDestroy({ dom: first });
      await start(stage, first);
      const { dom: second } = await stage.call.domainLookupByUUID({ uuid });
      expect(second.id).not.toBe(first.id);
    },
  },
  {
    name: 'a start answers with the id of the guest',
    needs: ['domainCreateWithFlags', 'domainLookupByUUID'],
    async check(stage) {
      const inactive = await inactiveDomain(stage);
      const { dom } = await stage.call.domainCreateWithFlags({ dom: inactive, flags: 0 });
      expect(await stage.call.domainLookupByUUID({ uuid: inactive.uuid })).toEqual({ dom });
    },
  },
  {
    name: 'a guest started in paused state is paused by the user, or the flag is refused',
    needs: ['domainCreateWithFlags', 'domainGetState'],
    async check(stage) {
      const dom = await inactiveDomain(stage);
      const heard = await stage.watch('domainLifecycle', { dom });
      const flags = DomainCreateFlags.paused;
      if (!(await tolerate(stage.call.domainCreateWithFlags({ dom, flags }), 'INVALID_ARG', 'ARGUMENT_UNSUPPORTED'))) {
        expect(await stateOf(stage, dom)).toMatch(/^shutoff /);
        return;
      }
      expect(await stateOf(stage, dom)).toBe('paused user');
      const expected = pausedBootEvents(stage.traits);
      await heard.until(expected.length);
      expect(heard.seen.map(lifecycleName)).toEqual(expected);
    },
  },
  {
    name: 'domainIsActive and domainGetInfo agree with domainGetState',
    needs: ['domainGetState', 'domainIsActive'],
    async check(stage) {
      const dom = await inactiveDomain(stage);
      const active = async () => (await stage.call.domainIsActive({ dom })).active;
      const same = async () => {
        if (!stage.serves('domainGetInfo')) return;
        const { state } = await stage.call.domainGetState({ dom, flags: 0 });
        expect((await stage.call.domainGetInfo({ dom })).state).toBe(state);
      };
      expect(await active()).toBe(0);
      await same();
      await start(stage, dom);
      expect(await active()).toBe(1);
      await same();
    },
  },
  {
    name: 'a transient domain is gone with its guest',
    needs: ['domainCreateXML', 'domainDestroy', 'domainIsPersistent', 'domainLookupByName'],
    async check(stage) {
      const dom = await createTransient(stage);
      expect(await stage.call.domainIsPersistent({ dom })).toEqual({ persistent: 0 });
      expect(dom.id).toBeGreaterThan(0);
      await stage.call.domainDestroy({ dom });
      await refusal(stage.call.domainLookupByName({ name: dom.name }), 'a transient domain that ended', 'NO_DOMAIN');
    },
  },
  {
    name: 'undefining a transient domain is refused',
    needs: ['domainCreateXML', 'domainUndefine', 'domainIsActive'],
    async check(stage) {
      const dom = await createTransient(stage);
      await refusal(stage.call.domainUndefine({ dom }), 'undefining a transient domain', 'OPERATION_INVALID');
      expect(await stage.call.domainIsActive({ dom })).toEqual({ active: 1 });
    },
  },
  {
    name: 'a transient domain that is defined stays when its guest ends',
    needs: ['domainCreateXML', 'domainDefineXML', 'domainGetXMLDesc', 'domainIsPersistent', 'domainGetState'],
    async check(stage) {
      const dom = await createTransient(stage);
      const { xml } = await stage.call.domainGetXMLDesc({ dom, flags: 0 });
      await stage.call.domainDefineXML({ xml });
      expect(await stage.call.domainIsPersistent({ dom })).toEqual({ persistent: 1 });
      await stage.call.domainDestroy({ dom });
      expect(await stateOf(stage, dom)).toBe('shutoff destroyed');
    },
  },
  {
    name: 'a running domain that is undefined runs on as a transient one',
    needs: ['domainDefineXML', 'domainUndefine', 'domainIsPersistent', 'domainIsActive', 'domainDestroy'],
    async check(stage) {
      const { dom } = await defineDomain(stage);
      await start(stage, dom);
      await stage.call.domainUndefine({ dom });
      expect(await stage.call.domainIsActive({ dom })).toEqual({ active: 1 });
      expect(await stage.call.domainIsPersistent({ dom })).toEqual({ persistent: 0 });
      await stage.call.domainDestroy({ dom });
      await refusal(stage.call.domainIsActive({ dom }), 'a domain without definition and guest', 'NO_DOMAIN');
    },
  },
];

/** How guests start, pause and end. */
export const domainLifecycle: RuleGroup = {
  subject: 'domain lifecycle',
  // The keys of the table are its rules' names.
  rules: [...changes.map(changeRule), ...(Object.keys(refusals) as Refusable[]).map(refusalRule), ...others],
};
