import { attr, type ElementSchema, element, many, type TypeOf, uint } from '../kernel/index.js';

const span = { start: attr('start', uint), target: attr('target', uint), count: attr('count', uint) };
const uidShape = element('uid', span);
/** Users of a container from `start` on are those of the host from `target` on. */
export interface IdmapSpan extends TypeOf<typeof uidShape> {}
const uid: ElementSchema<IdmapSpan> = uidShape;
const gid: ElementSchema<IdmapSpan> = element('gid', span);

const idmapShape = element('idmap', { uids: many(uid), gids: many(gid) });
/** The user namespace of a container. */
export interface Idmap extends TypeOf<typeof idmapShape> {}
export const idmap: ElementSchema<Idmap> = idmapShape;
