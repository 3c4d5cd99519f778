export { datastoreFileNames, plainFileNames, type VmxFileNames } from './file-names.js';
export { readVmx, type VmxReadOptions } from './read-vmx.js';
export { writeVmx, type VmxWriteOptions } from './write-vmx.js';
