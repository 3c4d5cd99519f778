export { remoteDriver as default } from './driver.js';
