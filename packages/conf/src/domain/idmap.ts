import { attr, type ElementSchema, element, many, type TypeOf, uint } from '../kernel/index.js';
import { wrong } from './fault-kinds.js';

const span = {
  start: attr('start', uint, wrong),
  target: attr('target', uint, wrong),
  count: attr('count', uint, wrong),
};
const uidShape = element('uid', span);
/** Users of a container from `start` on are those of the host from `target` on. */
export interface IdmapSpan extends TypeOf<typeof uidShape> {}
const uid: ElementSchema<IdmapSpan> = uidShape;
const gid: ElementSchema<IdmapSpan> = element('gid', span);

const idmapShape = element('idmap', { uids: many(uid), gids: many(gid) });
/** The user namespace of a container. */
export interface Idmap extends TypeOf<typeof idmapShape> {}
export const idmap: ElementSchema<Idmap> = idmapShape;
