import { ConnectListAllStoragePoolsFlags as Flags, StoragePoolState } from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { make } from './object-kind.js';
import { activityRules } from './object-activity.js';
import { definitionRules } from './object-definition.js';
import { eventRules } from './object-events.js';
import { storagePoolKind } from './object-kinds.js';
import { listRule } from './object-lists.js';
import { refusal } from './refusal.js';
import type { RuleGroup } from './rule.js';
import { activePool, makeVolume, makingVolumes, volumeRules } from './storage-volume.js';

/** Storage pools and their volumes. */
export const storage: RuleGroup = {
  subject: 'storage',
  rules: [
    ...definitionRules(storagePoolKind),
    ...activityRules(storagePoolKind),
    ...eventRules(storagePoolKind, 'storagePoolLifecycle', pool => ({ pool })),
    listRule({
      noun: 'storage pools',
      needs: ['connectListAllStoragePools'],
      list: async ({ call }, flags) => (await call.connectListAllStoragePools({ flags })).pools.map(({ name }) => name),
      active: Flags.active,
      inactive: Flags.inactive,
      older: [
        ['connectListStoragePools', Flags.active, async ({ call }) => (await call.connectListStoragePools({})).names],
        [
          'connectListDefinedStoragePools',
          Flags.inactive,
          async ({ call }) => (await call.connectListDefinedStoragePools({})).names,
        ],
      ],
      counts: [
        ['connectNumOfStoragePools', Flags.active, async ({ call }) => (await call.connectNumOfStoragePools({})).num],
        [
          'connectNumOfDefinedStoragePools',
          Flags.inactive,
          async ({ call }) => (await call.connectNumOfDefinedStoragePools({})).num,
        ],
      ],
    }),
    {
      name: 'an active storage pool is running and its sizes add up; it is not undefined',
      needs: ['storagePoolGetInfo', 'storagePoolUndefine'],
      async check(stage) {
        const pool = await activePool(stage);
        const { state, capacity, allocation, available } = await stage.call.storagePoolGetInfo({ pool });
        expect(state).toBe(StoragePoolState.running);
        expect(allocation + available).toBeLessThanOrEqual(capacity);
        await refusal(stage.call.storagePoolUndefine({ pool }), 'undefining an active pool', 'OPERATION_INVALID');
      },
    },
    {
      name: 'a volume is found by name, key and path, and listed, until it is deleted',
      needs: [...makingVolumes, 'storagePoolListAllVolumes', 'storageVolLookupByName', 'storageVolGetPath'],
      async check(stage) {
        const { call } = stage;
        const pool = await activePool(stage);
        const vol = await makeVolume(stage, pool);
        expect((await call.storagePoolListAllVolumes({ pool, flags: 0 })).vols).toEqual([vol]);
        expect(await call.storageVolLookupByName({ pool, name: vol.name })).toEqual({ vol });
        const { name: path } = await call.storageVolGetPath({ vol });
        if (stage.serves('storageVolLookupByPath'))
          expect(await call.storageVolLookupByPath({ path })).toEqual({ vol });
        if (stage.serves('storageVolLookupByKey'))
          expect(await call.storageVolLookupByKey({ key: vol.key })).toEqual({ vol });
        if (stage.serves('storagePoolNumOfVolumes'))
          expect(await call.storagePoolNumOfVolumes({ pool })).toEqual({ num: 1 });
        if (stage.serves('storagePoolListVolumes'))
          expect(await call.storagePoolListVolumes({ pool })).toEqual({ names: [vol.name] });
        if (stage.serves('storagePoolLookupByVolume'))
          expect((await call.storagePoolLookupByVolume({ vol })).pool).toEqual(pool);
        await call.storageVolDelete({ vol, flags: 0 });
        const gone = call.storageVolLookupByName({ pool, name: vol.name });
        await refusal(gone, 'a volume that was deleted', 'NO_STORAGE_VOL');
        expect((await call.storagePoolListAllVolumes({ pool, flags: 0 })).vols).toEqual([]);
      },
    },
    {
      name: 'a volume that is there already is not made again',
      needs: [...makingVolumes, 'storagePoolListAllVolumes', 'storageVolGetXMLDesc'],
      async check(stage) {
        const pool = await activePool(stage);
        const vol = await makeVolume(stage, pool);
        const { xml } = await stage.call.storageVolGetXMLDesc({ vol, flags: 0 });
        const again = stage.call.storageVolCreateXML({ pool, xml, flags: 0 });
        await refusal(again, 'a second volume of one name', 'OPERATION_FAILED', 'STORAGE_VOL_EXIST');
        expect((await stage.call.storagePoolListAllVolumes({ pool, flags: 0 })).vols).toEqual([vol]);
      },
    },
    {
      name: "a volume's sizes are those of its document",
      needs: [...makingVolumes, 'storageVolGetInfo', 'storageVolGetXMLDesc'],
      async check(stage) {
        const vol = await makeVolume(stage, await activePool(stage));
        const { capacity } = await stage.call.storageVolGetInfo({ vol });
        const { xml } = await stage.call.storageVolGetXMLDesc({ vol, flags: 0 });
        expect(xml).toContain(`<capacity unit='bytes'>${capacity}</capacity>`);
      },
    },
    {
      name: 'volumes are made in pools that run',
      needs: makingVolumes,
      async check(stage) {
        const { object: pool } = await make(stage, storagePoolKind);
        const xml = stage.sample('storageVol', await stage.identity());
        const call = stage.call.storageVolCreateXML({ pool, xml, flags: 0 });
        await refusal(call, 'a volume in an inactive pool', 'OPERATION_INVALID');
      },
    },
    ...volumeRules,
  ],
};
