import { group, hex, leaf, within } from '../kernel/index.js';
import { mdevTypes } from './mdev-types.js';

const nodedev = { domain: 'NODEDEV' } as const;

const address = {
  cssid: leaf('cssid', hex(1, 0xfe), nodedev),
  ssid: leaf('ssid', hex(1, 3), nodedev),
  devno: leaf('devno', hex(4), nodedev),
};

/** A device on S/390's channel subsystem. */
export const ccwCapability = group(address);

/** A subchannel of S/390. */
export const cssCapability = group({
  ...address,
  /** The device behind it. */
  channelDevice: within('channel_dev_addr', group(address)).optional,
  mdevTypes,
});

const adapter = leaf('ap-adapter', hex(2), nodedev);

/** A cryptographic card of S/390. */
export const apCardCapability = group({ adapter });

/** A queue of such a card. */
export const apQueueCapability = group({ adapter, domain: leaf('ap-domain', hex(4), nodedev) });

/** The matrix of cards and domains that guests may get parts of. */
export const apMatrixCapability = group({ mdevTypes });
