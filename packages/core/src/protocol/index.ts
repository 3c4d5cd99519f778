/**
 * The wire protocol: tables of procedures and events, flags and other enumerations, the XDR codecs.
 * @module @tsvirt/core/protocol
 */
export * from './admin.js';
export * from './admin-shapes.js';
export * from './counted.js';
export * from './domain-shapes.js';
export * from './enums/index.js';
export * from './event-catalogue.js';
export * from './event-messages.js';
export * from './event-payloads.js';
export * from './host-shapes.js';
export * from './keepalive.js';
export * as limits from './limits.js';
export * from './lxc.js';
export * from './objects.js';
export * from './packet.js';
export * from './procedure.js';
export * from './qemu.js';
export * from './remote/index.js';
export * from './text.js';
export * from './typed-param.js';
export * from './xdr.js';
export * from './xdr-reader.js';
export * from './xdr-writer.js';
