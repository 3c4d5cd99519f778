export { testDriver as default } from './driver.js';
