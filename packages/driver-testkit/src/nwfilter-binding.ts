import { expect } from 'vitest';
import { make } from './object-kind.js';
import { nwfilterKind } from './object-kinds.js';
import type { SampleIdentity } from './options.js';
import { refusal } from './refusal.js';
import type { RuleGroup } from './rule.js';
import type { Stage } from './stage.js';

const needs = [
  'nWFilterBindingCreateXML',
  'nWFilterBindingDelete',
  'nWFilterBindingLookupByPortDev',
  'connectListAllNWFilterBindings',
] as const;

const standard = ({ name, uuid }: SampleIdentity): string => `<filterbinding>
  <owner><name>${name}</name><uuid>${uuid}</uuid></owner>
  <portdev name='${name}'/>
  <mac address='52:54:00:00:00:07'/>
  <filterref filter='${name}'/>
</filterbinding>`;

/** Puts a new filter to work on a port. */
async function bind(stage: Stage) {
  const { object: filter, identity } = await make(stage, nwfilterKind);
  const xml = stage.sample('nwfilterBinding', identity, standard);
  const { nwfilter: binding } = await stage.call.nWFilterBindingCreateXML({ xml, flags: 0 });
  stage.after(() => stage.call.nWFilterBindingDelete({ nwfilter: binding }).catch(() => {}));
  return { filter, binding, xml };
}

function listed(stage: Stage) {
  return stage.call.connectListAllNWFilterBindings({ flags: 0 });
}

/** Network filters at work on the ports of guests. */
export const nwfilterBindings: RuleGroup = {
  subject: 'network filter bindings',
  rules: [
    {
      name: 'a binding is found by its port and listed, until it is deleted',
      needs: [...needs, 'nWFilterBindingGetXMLDesc'],
      async check(stage) {
        const { call } = stage;
        const before = await listed(stage);
        const { binding } = await bind(stage);
        const name = binding.portdev;
        expect((await listed(stage)).bindings).toContainEqual(binding);
        expect(await call.nWFilterBindingLookupByPortDev({ name })).toEqual({ nwfilter: binding });
        const { xml } = await call.nWFilterBindingGetXMLDesc({ nwfilter: binding, flags: 0 });
        expect(xml).toContain(`<portdev name='${name}'/>`);
        await call.nWFilterBindingDelete({ nwfilter: binding });
        expect(await listed(stage)).toEqual(before);
        const gone = call.nWFilterBindingLookupByPortDev({ name });
        await refusal(gone, 'a binding that was deleted', 'NO_NWFILTER_BINDING');
      },
    },
    {
      name: 'a port has one binding',
      needs,
      async check(stage) {
        const { xml } = await bind(stage);
        const before = await listed(stage);
        const again = stage.call.nWFilterBindingCreateXML({ xml, flags: 0 });
        await refusal(again, 'a second binding of one port', 'OPERATION_FAILED', 'OPERATION_INVALID', 'INTERNAL_ERROR');
        expect(await listed(stage)).toEqual(before);
      },
    },
    {
      name: 'a filter at work is not undefined',
      needs: [...needs, 'nWFilterUndefine', 'nWFilterLookupByUUID'],
      async check(stage) {
        const { call } = stage;
        const { filter, binding } = await bind(stage);
        await refusal(call.nWFilterUndefine({ nwfilter: filter }), 'undefining it', 'OPERATION_INVALID');
        const found = await call.nWFilterLookupByUUID({ uuid: filter.uuid });
        expect(found.nwfilter).toEqual(filter);
        await call.nWFilterBindingDelete({ nwfilter: binding });
        await call.nWFilterUndefine({ nwfilter: filter });
      },
    },
    {
      name: 'a filter that there is not is put to work nowhere',
      needs,
      async check(stage) {
        const before = await listed(stage);
        const xml = standard(await stage.identity());
        const call = stage.call.nWFilterBindingCreateXML({ xml, flags: 0 });
        await refusal(call, 'a binding of no filter', 'NO_NWFILTER', 'INTERNAL_ERROR', 'OPERATION_FAILED');
        expect(await listed(stage)).toEqual(before);
      },
    },
  ],
};
