export { completeConnectionHandlers } from './connection.js';
