import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConnectListAllDomainsFlags, DomainUndefineFlagsValues } from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { documentsOf } from './domain-documents.js';
import { defineDomain, inactiveDomain, runningDomain, start, stateOf } from './domain-props.js';
import { refusal } from './refusal.js';
import type { RuleGroup } from './rule.js';
import { lifecycleName } from './state-names.js';

const managed = ['domainManagedSave', 'domainHasManagedSaveImage', 'domainGetState'] as const;
const toFile = ['domainSave', 'domainRestore', 'domainGetState', 'domainGetXMLDesc'] as const;

/** Guests that are put away and go on later. */
export const domainSaving: RuleGroup = {
  subject: 'domain saving',
  rules: [
    {
      name: 'a guest that is saved is off, has an image, and goes on from it once',
      needs: managed,
      async check(stage) {
        const { call } = stage;
        const dom = await runningDomain(stage);
        expect(await call.domainHasManagedSaveImage({ dom, flags: 0 })).toEqual({ result: 0 });
        const heard = await stage.watch('domainLifecycle', { dom });
        await call.domainManagedSave({ dom, flags: 0 });
        expect(await stateOf(stage, dom)).toBe('shutoff saved');
        expect(await call.domainHasManagedSaveImage({ dom, flags: 0 })).toEqual({ result: 1 });
        await heard.until(1, event => lifecycleName(event) === 'stopped saved');
        heard.clear();
        await start(stage, dom);
        expect(await stateOf(stage, dom)).toBe('running restored');
        expect(await call.domainHasManagedSaveImage({ dom, flags: 0 })).toEqual({ result: 0 });
        await heard.until(1, event => lifecycleName(event) === 'started restored');
      },
    },
    {
      name: 'a guest whose image is removed starts from the beginning',
      needs: [...managed, 'domainManagedSaveRemove'],
      async check(stage) {
        const { call } = stage;
        const dom = await runningDomain(stage);
        await call.domainManagedSave({ dom, flags: 0 });
        await call.domainManagedSaveRemove({ dom, flags: 0 });
        expect(await call.domainHasManagedSaveImage({ dom, flags: 0 })).toEqual({ result: 0 });
        await start(stage, dom);
        expect(await stateOf(stage, dom)).toBe('running booted');
      },
    },
    {
      name: 'lists tell which domains have an image',
      needs: [...managed, 'connectListAllDomains'],
      async check(stage) {
        const { call } = stage;
        const dom = await runningDomain(stage);
        const listed = async (flags: number) =>
          (await call.connectListAllDomains({ flags })).domains.some(({ uuid }) => uuid === dom.uuid);
        const { managedsave, noManagedsave } = ConnectListAllDomainsFlags;
        expect([await listed(managedsave), await listed(noManagedsave)]).toEqual([false, true]);
        await call.domainManagedSave({ dom, flags: 0 });
        expect([await listed(managedsave), await listed(noManagedsave)]).toEqual([true, false]);
      },
    },
    {
      name: 'a domain with an image is undefined only by who asks for its end as well',
      needs: [...managed, 'domainUndefine', 'domainUndefineFlags', 'domainLookupByUUID'],
      async check(stage) {
        const { call } = stage;
        const { dom } = await defineDomain(stage);
        await start(stage, dom);
        await call.domainManagedSave({ dom, flags: 0 });
        await refusal(call.domainUndefine({ dom }), 'undefining it', 'OPERATION_INVALID');
        await call.domainUndefineFlags({ dom, flags: DomainUndefineFlagsValues.managedSave });
        await refusal(call.domainLookupByUUID({ uuid: dom.uuid }), 'the domain', 'NO_DOMAIN');
      },
    },
    {
      name: 'what does not run cannot be saved',
      needs: managed,
      async check(stage) {
        const dom = await inactiveDomain(stage);
        await refusal(stage.call.domainManagedSave({ dom, flags: 0 }), 'saving it', 'OPERATION_INVALID');
        expect(await stage.call.domainHasManagedSaveImage({ dom, flags: 0 })).toEqual({ result: 0 });
      },
    },
    {
      name: 'a guest that is saved to a file is off, and runs on from it as it was defined',
      needs: toFile,
      async check(stage) {
        const { call } = stage;
        const dom = await runningDomain(stage);
        const { inactive } = await documentsOf(stage, dom);
        const { folder } = await stage.identity();
        const file = join(folder, 'image');
        await call.domainSave({ dom, to: file });
        expect(await stateOf(stage, dom)).toBe('shutoff saved');
        if (stage.serves('domainSaveImageGetXMLDesc')) {
          const { xml } = await call.domainSaveImageGetXMLDesc({ file, flags: 0 });
          expect(xml).toContain(`<uuid>${dom.uuid}</uuid>`);
        }
        await call.domainRestore({ from: file });
        expect(await stateOf(stage, dom)).toBe('running restored');
        expect((await documentsOf(stage, dom)).inactive).toBe(inactive);
      },
    },
    {
      name: 'a file that holds no guest is refused',
      needs: ['domainRestore', 'connectListAllDomains'],
      async check(stage) {
        const { call } = stage;
        const before = await call.connectListAllDomains({ flags: 0 });
        const { folder } = await stage.identity();
        const file = join(folder, 'garbage');
        await writeFile(file, 'no image of a guest'.repeat(100));
        const codes = ['OPERATION_FAILED', 'OPERATION_INVALID', 'INTERNAL_ERROR', 'SYSTEM_ERROR'] as const;
        await refusal(call.domainRestore({ from: file }), 'a guest out of garbage', ...codes);
        await refusal(call.domainRestore({ from: join(folder, 'nothing') }), 'a guest out of nothing', ...codes);
        expect(await call.connectListAllDomains({ flags: 0 })).toEqual(before);
      },
    },
  ],
};
