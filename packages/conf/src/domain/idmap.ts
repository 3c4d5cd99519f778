import {
  attr,
  type ElementSchema,
  element,
  many,
  type TypeOf,
  uint,
  refined,
  type RequiredField,
} from '../kernel/index.js';
import { wrong, unsupported } from './fault-kinds.js';
import { checked, checkedField } from '../checked.js';

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

/** In the order of the container's numbers, of which 0 is root. */
function spans(schema: ElementSchema<IdmapSpan>): RequiredField<readonly IdmapSpan[]> {
  const sorted = refined(many(schema), list => list.toSorted((a, b) => a.start - b.start));
  return checkedField(sorted, ([first]) =>
    first === undefined || first.start === 0
      ? undefined
      : { what: 'You must map the root user of container', kind: unsupported },
  );
}

const idmapShape = element('idmap', { uids: spans(uid), gids: spans(gid) });
/** The user namespace of a container. */
export interface Idmap extends TypeOf<typeof idmapShape> {}
export const idmap: ElementSchema<Idmap> = checked<Idmap>(idmapShape, ({ uids, gids }) =>
  (uids.length === 0) === (gids.length === 0)
    ? undefined
    : { what: 'uid and gid should be mapped both', kind: unsupported },
);
