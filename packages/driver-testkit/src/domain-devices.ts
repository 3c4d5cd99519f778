import { DomainDeviceModifyFlags, type NonnullDomain } from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { documentsOf } from './domain-documents.js';
import { inactiveDomain, runningDomain, start } from './domain-props.js';
import { refusal } from './refusal.js';
import type { RuleGroup } from './rule.js';
import type { Stage } from './stage.js';

const { live: liveFlag, config: configFlag } = DomainDeviceModifyFlags;
const attaching = ['domainAttachDeviceFlags', 'domainGetXMLDesc'] as const;
const detaching = [...attaching, 'domainDetachDeviceFlags'] as const;

/** What is said of a device that is there already, or of none that could be meant. */
const unfit = [
  'OPERATION_INVALID',
  'OPERATION_FAILED',
  'INVALID_ARG',
  'CONFIG_UNSUPPORTED',
  'DEVICE_MISSING',
  'XML_ERROR',
] as const;

interface Device {
  /** Stands somewhere in the document. */
  readonly name: string;
  readonly xml: string;
}

async function device(stage: Stage): Promise<Device> {
  const identity = await stage.identity();
  return { name: identity.name, xml: stage.sample('device', identity) };
}

/** Where a device is: in the guest, in the definition that it starts from. */
async function placesOf(stage: Stage, dom: NonnullDomain, { name }: Device) {
  const { live, inactive } = await documentsOf(stage, dom);
  return { live: live.includes(name), config: inactive.includes(name) };
}

function requireDetach(stage: Stage): void {
  if (stage.traits.detach === 'asks') stage.skip('whether a device leaves is up to the guest');
}

/** Devices that come and go: in the guest, in its definition, or in both. */
export const domainDevices: RuleGroup = {
  subject: 'domain devices',
  rules: [
    ...[
      { where: 'the guest', flags: liveFlag, live: true, config: false },
      { where: 'the definition', flags: configFlag, live: false, config: true },
      { where: 'both', flags: liveFlag | configFlag, live: true, config: true },
    ].map(({ where, flags, live, config }) => ({
      name: `a device that is attached to ${where} is there and nowhere else`,
      needs: attaching,
      async check(stage: Stage) {
        const dom = await runningDomain(stage);
        const added = await device(stage);
        await stage.call.domainAttachDeviceFlags({ dom, xml: added.xml, flags });
        expect(await placesOf(stage, dom, added)).toEqual({ live, config });
      },
    })),
    {
      name: 'a device that comes and goes leaves the documents as they were',
      needs: detaching,
      async check(stage) {
        requireDetach(stage);
        const dom = await runningDomain(stage);
        const before = await documentsOf(stage, dom);
        const { xml } = await device(stage);
        for (const flags of [liveFlag, configFlag, liveFlag | configFlag]) {
          await stage.call.domainAttachDeviceFlags({ dom, xml, flags });
          await stage.call.domainDetachDeviceFlags({ dom, xml, flags });
          expect(await documentsOf(stage, dom)).toEqual(before);
        }
      },
    },
    {
      name: 'a device that comes and goes is told of by one name',
      needs: detaching,
      async check(stage) {
        requireDetach(stage);
        const dom = await runningDomain(stage);
        const added = await stage.watch('domainDeviceAdded', { dom });
        const removed = await stage.watch('domainDeviceRemoved', { dom });
        const { xml } = await device(stage);
        await stage.call.domainAttachDeviceFlags({ dom, xml, flags: liveFlag });
        await stage.call.domainDetachDeviceFlags({ dom, xml, flags: liveFlag });
        const [came, went] = [await added.until(1), await removed.until(1)];
        expect(came.length).toBe(1);
        expect(went.map(({ devAlias }) => devAlias)).toEqual(came.map(({ devAlias }) => devAlias));
      },
    },
    {
      name: 'a device goes by the name that it was told of',
      needs: [...attaching, 'domainDetachDeviceAlias'],
      async check(stage) {
        requireDetach(stage);
        const dom = await runningDomain(stage);
        const added = await stage.watch('domainDeviceAdded', { dom });
        const removed = await stage.watch('domainDeviceRemoved', { dom });
        const one = await device(stage);
        await stage.call.domainAttachDeviceFlags({ dom, xml: one.xml, flags: liveFlag });
        await added.until(1);
        const alias = added.seen[0]?.devAlias ?? '';
        await stage.call.domainDetachDeviceAlias({ dom, alias, flags: liveFlag });
        await removed.until(1);
        expect(await placesOf(stage, dom, one)).toEqual({ live: false, config: false });
        const again = stage.call.domainDetachDeviceAlias({ dom, alias, flags: liveFlag });
        await refusal(again, 'a device that has gone', 'DEVICE_MISSING', 'INTERNAL_ERROR');
      },
    },
    {
      name: "a guest's device is gone when the guest starts again, the definition's has come",
      needs: [...attaching, 'domainDestroy'],
      async check(stage) {
        const dom = await runningDomain(stage);
        const passing = await device(stage);
        await stage.call.domainAttachDeviceFlags({ dom, xml: passing.xml, flags: liveFlag });
        await stage.call.domainDestroy({ dom });
        await start(stage, dom);
        expect(await placesOf(stage, dom, passing)).toEqual({ live: false, config: false });
        const lasting = await device(stage);
        await stage.call.domainAttachDeviceFlags({ dom, xml: lasting.xml, flags: configFlag });
        await stage.call.domainDestroy({ dom });
        await start(stage, dom);
        expect(await placesOf(stage, dom, lasting)).toEqual({ live: true, config: true });
      },
    },
    {
      name: 'a guest that does not run is given nothing',
      needs: attaching,
      async check(stage) {
        const dom = await inactiveDomain(stage);
        const before = await documentsOf(stage, dom);
        const { xml } = await device(stage);
        for (const flags of [liveFlag, liveFlag | configFlag]) {
          const call = stage.call.domainAttachDeviceFlags({ dom, xml, flags });
          await refusal(call, 'a live device of an inactive domain', 'OPERATION_INVALID');
        }
        expect(await documentsOf(stage, dom)).toEqual(before);
      },
    },
    {
      name: 'a device that is there already, or is none, is refused and changes nothing',
      needs: attaching,
      async check(stage) {
        const dom = await runningDomain(stage);
        const { xml } = await device(stage);
        await stage.call.domainAttachDeviceFlags({ dom, xml, flags: liveFlag | configFlag });
        const before = await documentsOf(stage, dom);
        const attach = (document: string) =>
          stage.call.domainAttachDeviceFlags({ dom, xml: document, flags: liveFlag | configFlag });
        await refusal(attach(xml), 'the same device once more', ...unfit);
        await refusal(attach('<disk'), 'a broken document', 'XML_DETAIL', 'XML_ERROR');
        await refusal(attach('<nonsense/>'), '<nonsense/> as a device', 'INTERNAL_ERROR', ...unfit);
        expect(await documentsOf(stage, dom)).toEqual(before);
      },
    },
    {
      name: 'a device that is not there cannot go',
      needs: detaching,
      async check(stage) {
        const dom = await runningDomain(stage);
        const before = await documentsOf(stage, dom);
        const { xml } = await device(stage);
        for (const flags of [liveFlag, configFlag]) {
          const call = stage.call.domainDetachDeviceFlags({ dom, xml, flags });
          await refusal(call, 'a device that there is not', ...unfit);
        }
        expect(await documentsOf(stage, dom)).toEqual(before);
      },
    },
    {
      name: 'of many clients who attach one device at once, one succeeds',
      needs: attaching,
      async check(stage) {
        const dom = await runningDomain(stage);
        const added = await device(stage);
        const args = { dom, xml: added.xml, flags: liveFlag };
        const calls = Array.from({ length: 4 }, () => stage.call.domainAttachDeviceFlags(args));
        const outcomes = await Promise.allSettled(calls);
        expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1);
        expect(await placesOf(stage, dom, added)).toEqual({ live: true, config: false });
      },
    },
  ],
};
