import { DomainXMLFlags } from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { createTransient, defineDomain, inactiveDomain, runningDomain, start } from './domain-props.js';
import { activityRules } from './object-activity.js';
import { definitionRules } from './object-definition.js';
import { domainKind } from './object-kinds.js';
import { refusal } from './refusal.js';
import type { RuleGroup } from './rule.js';

/** A domain's documents: what goes in, what comes out, who may see what. */
export const domainDefinition: RuleGroup = {
  subject: 'domain definition',
  rules: [
    ...definitionRules(domainKind),
    ...activityRules(domainKind),
    {
      name: 'a document names its domain, and the guest by its id while it runs',
      needs: ['domainGetXMLDesc', 'domainLookupByUUID'],
      async check(stage) {
        const { uuid, name } = await inactiveDomain(stage);
        const dump = async (): Promise<string> => {
          const { dom } = await stage.call.domainLookupByUUID({ uuid });
          return (await stage.call.domainGetXMLDesc({ dom, flags: 0 })).xml;
        };
        const off = await dump();
        expect(off).toContain(`<name>${name}</name>`);
        expect(off).toContain(`<uuid>${uuid}</uuid>`);
        expect(off).not.toMatch(/^<domain[^>]* id=/);
        const { dom } = await stage.call.domainLookupByUUID({ uuid });
        await start(stage, dom);
        const running = await stage.call.domainLookupByUUID({ uuid });
        expect(await dump()).toMatch(new RegExp(`^<domain[^>]* id=['"]${running.dom.id}['"]`));
      },
    },
    {
      name: 'the inactive document of a running domain is the one that it was started from',
      needs: ['domainGetXMLDesc', 'domainDefineXML', 'domainDestroy'],
      async check(stage) {
        const { dom } = await defineDomain(stage);
        const before = await stage.call.domainGetXMLDesc({ dom, flags: 0 });
        await start(stage, dom);
        expect(await stage.call.domainGetXMLDesc({ dom, flags: DomainXMLFlags.inactive })).toEqual(before);
        await stage.call.domainDestroy({ dom });
        expect(await stage.call.domainGetXMLDesc({ dom, flags: 0 })).toEqual(before);
      },
    },
    {
      name: 'a read-only connection sees documents, but not with the SECURE flag',
      needs: ['domainGetXMLDesc'],
      async check(stage) {
        const dom = await inactiveDomain(stage);
        const { call } = await stage.connect({ readOnly: true });
        expect((await call.domainGetXMLDesc({ dom, flags: 0 })).xml).toMatch(/^<domain/);
        const { secure } = DomainXMLFlags;
        await refusal(call.domainGetXMLDesc({ dom, flags: secure }), 'a secure document', 'OPERATION_DENIED');
      },
    },
    {
      name: 'a read-only connection changes nothing',
      needs: ['domainCreate', 'domainDestroy', 'domainIsActive'],
      async check(stage) {
        const dom = await inactiveDomain(stage);
        const { call } = await stage.connect({ readOnly: true });
        await refusal(call.domainCreate({ dom }), 'a start', 'OPERATION_DENIED');
        await refusal(call.domainDestroy({ dom }), 'an end', 'OPERATION_DENIED');
        expect(await stage.call.domainIsActive({ dom })).toEqual({ active: 0 });
      },
    },
    {
      name: 'a running domain that is defined anew runs on as it was',
      needs: ['domainDefineXML', 'domainGetXMLDesc', 'domainIsActive'],
      async check(stage) {
        const { dom, xml } = await defineDomain(stage);
        await start(stage, dom);
        const live = await stage.call.domainGetXMLDesc({ dom, flags: 0 });
        await stage.call.domainDefineXML({ xml });
        expect(await stage.call.domainGetXMLDesc({ dom, flags: 0 })).toEqual(live);
        expect(await stage.call.domainIsActive({ dom })).toEqual({ active: 1 });
      },
    },
    {
      name: 'creating a domain that runs already is refused',
      needs: ['domainCreateXML', 'domainGetXMLDesc', 'domainIsActive'],
      async check(stage) {
        const dom = await createTransient(stage);
        const { xml: xmlDesc } = await stage.call.domainGetXMLDesc({ dom, flags: 0 });
        await refusal(stage.call.domainCreateXML({ xmlDesc, flags: 0 }), 'creating it twice', 'OPERATION_INVALID');
        expect(await stage.call.domainIsActive({ dom })).toEqual({ active: 1 });
      },
    },
    {
      name: 'autostart of a transient domain is refused',
      needs: ['domainCreateXML', 'domainSetAutostart'],
      async check(stage) {
        const dom = await createTransient(stage);
        await refusal(stage.call.domainSetAutostart({ dom, autostart: 1 }), 'its autostart', 'OPERATION_INVALID');
      },
    },
    {
      name: 'a domain that is renamed is found under its new name alone',
      needs: ['domainRename', 'domainLookupByName', 'domainLookupByUUID'],
      async check(stage) {
        const { dom } = await defineDomain(stage);
        const newName = `${dom.name}-r`;
        await stage.call.domainRename({ dom, newName, flags: 0 });
        expect((await stage.call.domainLookupByName({ name: newName })).dom.uuid).toBe(dom.uuid);
        expect((await stage.call.domainLookupByUUID({ uuid: dom.uuid })).dom.name).toBe(newName);
        await refusal(stage.call.domainLookupByName({ name: dom.name }), 'the old name', 'NO_DOMAIN');
      },
    },
    {
      name: 'a domain is not renamed while it runs, nor to the name of another',
      needs: ['domainRename', 'domainDefineXML'],
      async check(stage) {
        const { dom } = await defineDomain(stage);
        const { dom: other } = await defineDomain(stage);
        const rename = (newName: string) => stage.call.domainRename({ dom, newName, flags: 0 });
        await refusal(rename(other.name), 'the name of another', 'OPERATION_INVALID', 'OPERATION_FAILED');
        await start(stage, dom);
        await refusal(rename(`${dom.name}-r`), 'the name of a running domain', 'OPERATION_INVALID');
      },
    },
    {
      name: 'two dumps of a running domain are the same',
      needs: ['domainGetXMLDesc'],
      async check(stage) {
        const dom = await runningDomain(stage);
        const first = await stage.call.domainGetXMLDesc({ dom, flags: 0 });
        expect(await stage.call.domainGetXMLDesc({ dom, flags: 0 })).toEqual(first);
      },
    },
  ],
};
