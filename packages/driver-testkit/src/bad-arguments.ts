import { lxc, type Procedure, qemu, remote } from '@tsvirt/core/protocol';
import { type ErrorCode, randomUuid, VirtError } from '@tsvirt/util';
import { expect } from 'vitest';
import { runningDomain } from './domain-props.js';
import { callNamed, emptyArgs, plainProcedures } from './procedure-call.js';
import type { Rule, RuleGroup } from './rule.js';
import type { Stage } from './stage.js';

const name = 'no-such-thing';

/** References to objects that are not there, under the names that arguments have, with what they are answered with. */
const absent: readonly (readonly [argument: string, of: () => object, code: readonly ErrorCode[]])[] = [
  ['dom', () => domain(), ['NO_DOMAIN']],
  ['domain', () => domain(), ['NO_DOMAIN']],
  ['snap', () => ({ name, dom: domain() }), ['NO_DOMAIN', 'NO_DOMAIN_SNAPSHOT']],
  ['snapshot', () => ({ name, dom: domain() }), ['NO_DOMAIN', 'NO_DOMAIN_SNAPSHOT']],
  ['checkpoint', () => ({ name, dom: domain() }), ['NO_DOMAIN', 'NO_DOMAIN_CHECKPOINT']],
  ['port', () => ({ net: { name, uuid: randomUuid() }, uuid: randomUuid() }), ['NO_NETWORK', 'NO_NETWORK_PORT']],
  ['net', () => ({ name, uuid: randomUuid() }), ['NO_NETWORK']],
  ['network', () => ({ name, uuid: randomUuid() }), ['NO_NETWORK']],
  ['pool', () => ({ name, uuid: randomUuid() }), ['NO_STORAGE_POOL']],
  ['vol', () => ({ pool: name, name, key: `/nonexistent/${name}` }), ['NO_STORAGE_VOL', 'NO_STORAGE_POOL']],
  ['secret', () => ({ uuid: randomUuid(), usageType: 0, usageID: '' }), ['NO_SECRET']],
  ['iface', () => ({ name, mac: '52:54:00:00:00:01' }), ['NO_INTERFACE']],
  [
    'nwfilter',
    () => ({ name, uuid: randomUuid(), portdev: name, filtername: name }),
    ['NO_NWFILTER', 'NO_NWFILTER_BINDING'],
  ],
];

function domain(): { readonly name: string; readonly uuid: string; readonly id: number } {
  return { name, uuid: randomUuid(), id: -1 };
}

/** What may be said against the other, empty arguments before the object is looked for. */
const beforeLookup: readonly ErrorCode[] = [
  'INVALID_ARG',
  'XML_DETAIL',
  'XML_ERROR',
  'ARGUMENT_UNSUPPORTED',
  'OPERATION_UNSUPPORTED',
  'NO_SUPPORT',
];

function absentRule([argument, of, codes]: (typeof absent)[number]): Rule {
  return {
    name: `calls about ${argument === 'iface' ? 'an' : 'a'} '${argument}' that is not there say so`,
    needs: [],
    async check(stage) {
      const procedures = plainProcedures(stage).filter(({ spec }) => Object.hasOwn(spec.args ?? {}, argument));
      if (procedures.length === 0) stage.skip(`no procedure is about a '${argument}'`);
      const violations: string[] = [];
      for (const procedure of procedures) {
        const outcome = await outcomeOf(stage, procedure.name, { ...emptyArgs(procedure), [argument]: of() });
        if (outcome.code !== undefined && [...codes, ...beforeLookup].includes(outcome.code)) continue;
        violations.push(`${procedure.name}: ${outcome.text}`);
      }
      expect(violations).toEqual([]);
    },
  };
}

async function outcomeOf(
  stage: Stage,
  procedure: string,
  args: Readonly<Record<string, unknown>>,
): Promise<{ readonly code: ErrorCode | undefined; readonly text: string }> {
  try {
    await callNamed(stage, procedure, args);
    return { code: undefined, text: 'succeeds' };
  } catch (reason) {
    if (VirtError.is(reason)) return { code: reason.code, text: `${reason.code} (${reason.message})` };
    return { code: undefined, text: String(reason) };
  }
}

/** A bit that no flag of the API has. */
const noFlag = 0x4000_0000;

/** The procedures that took the flag must be those that are known to, no more and no less. */
function expectLenient(stage: Stage, taken: readonly string[], tried: readonly Procedure[]): void {
  const known = stage.bench.options.lenientFlags ?? [];
  const names = tried.map(procedure => procedure.name);
  expect(taken.toSorted()).toEqual(known.filter(lenient => names.includes(lenient)).toSorted());
}

/** What clients get wrong: objects that are gone, flags that there are not. */
export const badArguments: RuleGroup = {
  subject: 'bad arguments',
  rules: [
    ...absent.map(absentRule),
    {
      name: 'calls about a running domain refuse flags that there are not',
      needs: ['domainDefineXML'],
      async check(stage) {
        const dom = await runningDomain(stage);
        const taken: string[] = [];
        const procedures = plainProcedures(stage).filter(
          ({ spec: { args = {} } }) => Object.hasOwn(args, 'dom') && Object.hasOwn(args, 'flags'),
        );
        for (const procedure of procedures) {
          const args = { ...emptyArgs(procedure), dom, flags: noFlag };
          if ((await outcomeOf(stage, procedure.name, args)).text === 'succeeds') taken.push(procedure.name);
        }
        expectLenient(stage, taken, procedures);
      },
    },
    {
      name: 'lists and definitions refuse flags that there are not',
      needs: [],
      async check(stage) {
        const taken: string[] = [];
        const procedures = plainProcedures(stage).filter(
          ({ name: called, spec: { args = {} } }) =>
            Object.hasOwn(args, 'flags') && /^connectListAll|(?:Define|Create)XML(?:Flags)?$/.test(called),
        );
        for (const procedure of procedures) {
          const outcome = await outcomeOf(stage, procedure.name, { ...emptyArgs(procedure), flags: noFlag });
          // Documents are empty here: complaints about them come after those about flags.
          if (outcome.code === undefined || outcome.code.startsWith('XML_')) taken.push(procedure.name);
        }
        expectLenient(stage, taken, procedures);
      },
    },
    {
      name: 'every handler is of a procedure that the API has',
      needs: [],
      check(stage) {
        const known = [remote, qemu, lxc].flatMap(({ procedures }) => Object.keys(procedures));
        expect(Object.keys(stage.handlers).filter(handler => !known.includes(handler))).toEqual([]);
        return Promise.resolve();
      },
    },
  ],
};
