import { bareHex, group, hex, leaf, within } from '../kernel/index.js';
import { nodedev, unsupported } from './fault-kinds.js';
import { mdevTypes } from './mdev-types.js';
import { withKnownParts } from './sub-capability.js';

const address = {
  cssid: leaf('cssid', hex(1, 0xffff_ffff), unsupported),
  ssid: leaf('ssid', hex(1, 0xffff_ffff), unsupported),
  devno: leaf('devno', bareHex(4, 0xffff_ffff), unsupported),
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

const adapter = leaf('ap-adapter', hex(2, 0xffff_ffff), unsupported);

/** A cryptographic card of S/390. */
export const apCardCapability = group({ adapter });

/** A queue of such a card. */
export const apQueueCapability = group({ adapter, domain: leaf('ap-domain', hex(4, 255), unsupported) });

/** The matrix of cards and domains that guests may get parts of. */
export const apMatrixCapability = withKnownParts(group({ mdevTypes }), { missing: nodedev });
