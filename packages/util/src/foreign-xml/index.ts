export { readForeignXml, type ForeignXmlOptions } from './foreign.js';
