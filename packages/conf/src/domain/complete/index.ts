export { completeDomain } from './complete-domain.js';
export { addImpliedControllers, arrangeControllers, withController } from './controllers.js';
export { mapDevices } from './devices.js';
export { diskIndex, diskName } from './disk-names.js';
export type * from './policy.js';
