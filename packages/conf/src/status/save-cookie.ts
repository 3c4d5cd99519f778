import { type Cpu, cpu } from '../domain/cpu.js';
import { child, type ElementSchema, element, flag, type TypeOf } from '../kernel/index.js';

const cookieShape = element(
  'cookie',
  {
    /** The CPU as the guest saw it, all features named. */
    cpu: child<Cpu>(cpu).optional,
    /** Whether a helper process does the guest's user networking. */
    slirpHelper: flag('slirpHelper'),
  },
  { empty: 'always' },
);
/** What a save image, or a snapshot with memory, holds for the driver besides the definition. */
export interface SaveCookie extends TypeOf<typeof cookieShape> {}
export const saveCookie: ElementSchema<SaveCookie> = cookieShape;
