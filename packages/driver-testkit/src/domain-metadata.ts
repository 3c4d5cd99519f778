import {
  DomainMetadataType as Type,
  DomainModificationImpact as Impact,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { defineDomain } from './domain-props.js';
import { refusal } from './refusal.js';
import type { RuleGroup } from './rule.js';
import type { Stage } from './stage.js';

const uri = 'urn:tsvirt:contract';
const key = 'ct';

interface Change {
  readonly type: number;
  readonly metadata: string | null;
}

function set(stage: Stage, dom: NonnullDomain, { type, metadata }: Change): Promise<void> {
  const named = type === Type.element ? { key, uri } : { key: null, uri: null };
  return stage.call.domainSetMetadata({ dom, type, metadata, ...named, flags: Impact.config });
}

async function get(stage: Stage, dom: NonnullDomain, type: number): Promise<string> {
  const namespace = type === Type.element ? uri : null;
  return (await stage.call.domainGetMetadata({ dom, type, uri: namespace, flags: Impact.config })).metadata;
}

/** Titles, descriptions and other programs' data. */
export const domainMetadata: RuleGroup = {
  subject: 'domain metadata',
  rules: [
    {
      name: 'title and description are as they were set, in the document too, until they are taken away',
      needs: ['domainSetMetadata', 'domainGetMetadata', 'domainGetXMLDesc'],
      async check(stage) {
        const { dom } = await defineDomain(stage);
        for (const [type, element] of [
          [Type.title, 'title'],
          [Type.description, 'description'],
        ] as const) {
          const metadata = `the ${element} & more`;
          await set(stage, dom, { type, metadata });
          expect(await get(stage, dom, type)).toBe(metadata);
          const { xml } = await stage.call.domainGetXMLDesc({ dom, flags: 0 });
          expect(xml).toContain(`<${element}>the ${element} &amp; more</${element}>`);
          await set(stage, dom, { type, metadata: null });
          await refusal(get(stage, dom, type), `the ${element} that was taken away`, 'NO_DOMAIN_METADATA');
        }
      },
    },
    {
      name: "a program's data is kept under its namespace, beside that of others",
      needs: ['domainSetMetadata', 'domainGetMetadata', 'domainGetXMLDesc'],
      async check(stage) {
        const { dom } = await defineDomain(stage);
        await refusal(get(stage, dom, Type.element), 'data that nobody set', 'NO_DOMAIN_METADATA');
        await set(stage, dom, { type: Type.element, metadata: '<data n="1"><part/></data>' });
        const other = { metadata: '<data n="2"/>', key: 'other', uri: `${uri}:other` };
        await stage.call.domainSetMetadata({ dom, type: Type.element, ...other, flags: Impact.config });
        expect(await get(stage, dom, Type.element)).toMatch(/^<data n=['"]1['"]>\s*<part\/>\s*<\/data>\s*$/);
        const { xml } = await stage.call.domainGetXMLDesc({ dom, flags: 0 });
        expect(xml).toMatch(/<ct:data xmlns:ct=['"]urn:tsvirt:contract['"] n=['"]1['"]>/);
        await set(stage, dom, { type: Type.element, metadata: null });
        await refusal(get(stage, dom, Type.element), 'data that was taken away', 'NO_DOMAIN_METADATA');
        const { xml: left } = await stage.call.domainGetXMLDesc({ dom, flags: 0 });
        expect(left).toContain(`${uri}:other`);
      },
    },
    {
      name: 'data that is no XML is refused',
      needs: ['domainSetMetadata', 'domainGetMetadata'],
      async check(stage) {
        const { dom } = await defineDomain(stage);
        const change = set(stage, dom, { type: Type.element, metadata: '<data' });
        await refusal(change, 'data that is no XML', 'XML_DETAIL', 'XML_ERROR', 'INVALID_ARG');
        await refusal(get(stage, dom, Type.element), 'data that was refused', 'NO_DOMAIN_METADATA');
      },
    },
    {
      name: 'a change is told with the type and the namespace',
      needs: ['domainSetMetadata'],
      async check(stage) {
        const { dom } = await defineDomain(stage);
        const heard = await stage.watch('domainMetadataChange', { dom });
        await set(stage, dom, { type: Type.title, metadata: 'a title' });
        await set(stage, dom, { type: Type.element, metadata: '<data/>' });
        const seen = await heard.until(2);
        expect(seen.map(({ type, nsuri }) => [type, nsuri])).toEqual([
          [Type.title, null],
          [Type.element, uri],
        ]);
      },
    },
  ],
};
