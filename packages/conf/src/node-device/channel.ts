import { group, leaf, within } from '../kernel/index.js';
import { internal, nodedev, unsupported } from './fault-kinds.js';
import { hexNumber } from './hex-number.js';
import { mdevTypes } from './mdev-types.js';
import { withKnownParts } from './sub-capability.js';

const address = {
  cssid: leaf('cssid', hexNumber(1), unsupported),
  ssid: leaf('ssid', hexNumber(1), unsupported),
  devno: leaf('devno', hexNumber(4), unsupported),
};

/** A device on S/390's channel subsystem. */
export const ccwCapability = group(address);

/** A subchannel of S/390. */
export const cssCapability = withKnownParts(
  group({
    ...address,
    /** The device behind it. */
    channelDevice: within('channel_dev_addr', group(address)).optional,
    mdevTypes,
  }),
  { missing: nodedev },
);

const adapter = leaf('ap-adapter', hexNumber(2, 0xff), internal);

/** A cryptographic card of S/390. */
export const apCardCapability = group({ adapter });

/** A queue of such a card. */
export const apQueueCapability = group({ adapter, domain: leaf('ap-domain', hexNumber(4, 0xffff), internal) });

/** The matrix of cards and domains that guests may get parts of. */
export const apMatrixCapability = withKnownParts(group({ mdevTypes }), { missing: nodedev });
