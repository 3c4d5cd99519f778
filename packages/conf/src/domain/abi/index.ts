export { abiDifference, type AbiOptions, checkAbiStability } from './check-abi.js';
