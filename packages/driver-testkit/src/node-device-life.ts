import {
  ConnectListAllNodeDeviceFlags as Flags,
  NodeDeviceEventLifecycleType,
  type NonnullNodeDevice,
} from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { refusal } from './refusal.js';
import type { Rule } from './rule.js';
import type { Stage } from './stage.js';

const defining = ['nodeDeviceDefineXML', 'nodeDeviceUndefine', 'nodeDeviceLookupByName'] as const;
const running = [...defining, 'nodeDeviceCreate', 'nodeDeviceDestroy', 'nodeDeviceIsActive'] as const;

function eventName({ event }: { readonly event: number }): string | undefined {
  return Object.entries(NodeDeviceEventLifecycleType).find(([, number]) => number === event)?.[0];
}

/** Defines a device from the sample, for the length of the rule. */
async function define(stage: Stage): Promise<NonnullNodeDevice> {
  const xmlDesc = stage.sample('nodeDevice', await stage.identity());
  const { dev } = await stage.call.nodeDeviceDefineXML({ xmlDesc, flags: 0 });
  stage.after(async () => {
    // A rule may have ended either already; what is left is seen by the next one, which makes another of the kind.
    if (stage.serves('nodeDeviceDestroy')) await stage.call.nodeDeviceDestroy(dev).catch(() => {});
    await stage.call.nodeDeviceUndefine({ name: dev.name, flags: 0 }).catch(() => {});
  });
  return dev;
}

/** Rules about devices that are made of others. */
export const nodeDeviceLife: readonly Rule[] = [
  {
    name: 'a device is inactive when defined, active when made, and inactive again, and is told of',
    needs: [...running, 'nodeDeviceIsPersistent'],
    async check(stage) {
      const { call } = stage;
      const heard = await stage.watch('nodeDeviceLifecycle');
      const { name } = await define(stage);
      expect(await call.nodeDeviceIsPersistent({ name })).toEqual({ persistent: 1 });
      expect(await call.nodeDeviceIsActive({ name })).toEqual({ active: 0 });
      await call.nodeDeviceCreate({ name, flags: 0 });
      expect(await call.nodeDeviceIsActive({ name })).toEqual({ active: 1 });
      await call.nodeDeviceDestroy({ name });
      expect(await call.nodeDeviceIsActive({ name })).toEqual({ active: 0 });
      await call.nodeDeviceUndefine({ name, flags: 0 });
      await refusal(call.nodeDeviceLookupByName({ name }), 'the device', 'NO_NODE_DEVICE');
      const expected = ['defined', 'created', 'deleted', 'undefined'];
      await heard.until(expected.length, ({ dev }) => dev.name === name);
      expect(heard.seen.filter(({ dev }) => dev.name === name).map(eventName)).toEqual(expected);
    },
  },
  {
    name: 'lists tell active devices from inactive ones',
    needs: [...running, 'connectListAllNodeDevices'],
    async check(stage) {
      const { call } = stage;
      const { name } = await define(stage);
      const has = async (flags: number) =>
        (await call.connectListAllNodeDevices({ flags })).devices.some(device => device.name === name);
      expect([await has(Flags.active), await has(Flags.inactive)]).toEqual([false, true]);
      await call.nodeDeviceCreate({ name, flags: 0 });
      expect([await has(Flags.active), await has(Flags.inactive)]).toEqual([true, false]);
    },
  },
  {
    name: 'a device is made once, and ended once',
    needs: running,
    async check(stage) {
      const { call } = stage;
      const { name } = await define(stage);
      await refusal(call.nodeDeviceDestroy({ name }), 'ending what is inactive', 'OPERATION_INVALID');
      await call.nodeDeviceCreate({ name, flags: 0 });
      await refusal(call.nodeDeviceCreate({ name, flags: 0 }), 'making what is active', 'OPERATION_INVALID');
      expect(await call.nodeDeviceIsActive({ name })).toEqual({ active: 1 });
    },
  },
  {
    name: 'a device that is active goes on without its definition, and is gone when it ends',
    needs: [...running, 'nodeDeviceIsPersistent'],
    async check(stage) {
      const { call } = stage;
      const { name } = await define(stage);
      await call.nodeDeviceCreate({ name, flags: 0 });
      await call.nodeDeviceUndefine({ name, flags: 0 });
      expect(await call.nodeDeviceIsPersistent({ name })).toEqual({ persistent: 0 });
      expect(await call.nodeDeviceIsActive({ name })).toEqual({ active: 1 });
      await call.nodeDeviceDestroy({ name });
      await refusal(call.nodeDeviceLookupByName({ name }), 'the device', 'NO_NODE_DEVICE');
    },
  },
  {
    name: 'a document that is not well-formed makes no device',
    needs: ['nodeDeviceDefineXML'],
    async check(stage) {
      for (const xmlDesc of ['', '<device>', '<device><parent>x</device>']) {
        const call = stage.call.nodeDeviceDefineXML({ xmlDesc, flags: 0 });
        await refusal(call, `a device from '${xmlDesc}'`, 'XML_DETAIL', 'XML_ERROR');
      }
    },
  },
];
