/**
 * A lenient reader for what other programs write.
 * @module @tsvirt/util/foreign-xml
 */
export { readForeignXml, type ForeignXmlOptions } from './foreign.js';
