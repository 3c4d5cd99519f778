import { type ElementSchema, element, type TypeOf } from '../kernel/index.js';
import { deviceInfo } from './device-info.js';

const nvramShape = element('nvram', { ...deviceInfo }, { empty: 'body' });
/** The NVRAM device of a pSeries guest. */
export interface NvramDevice extends TypeOf<typeof nvramShape> {}
export const nvramDevice: ElementSchema<NvramDevice> = nvramShape;
