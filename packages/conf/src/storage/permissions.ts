import {
  childOf,
  type ElementSchema,
  element,
  fault,
  field,
  leaf,
  range,
  type RequiredField,
  str,
  type Text,
  textIn,
  type TypeOf,
} from '../kernel/index.js';

const storage = { domain: 'STORAGE' } as const;

const mode: Text<number> = {
  expected: 'an octal number up to 0777',
  write: value => `0${value.toString(8)}`,
  read(text) {
    if (!/^\s*\+?[0-7]{1,6}$/.test(text)) return undefined;
    const value = Number.parseInt(text, 8);
    return value > 0o777 ? undefined : value;
  },
};

/** An id of a user or group; -1, which means nobody in particular, counts as absent. */
const id = range(-1, 0xffff_ffff);

/** An element for an id must have one in it. */
function idOf(name: string): RequiredField<number> {
  const { spec } = leaf(name, id, storage);
  return field<number>({
    ...spec,
    read(node, reading) {
      const found = childOf(node, name);
      if (found !== undefined && textIn(found) === '') {
        throw fault(found, reading, `malformed ${name} element`, `: expected ${id.expected}`, storage);
      }
      return spec.read(node, reading);
    },
  });
}

const permissionsShape = element('permissions', {
  mode: leaf('mode', mode, storage).optional,
  owner: idOf('owner').optional,
  group: idOf('group').optional,
  label: leaf('label', str).optional,
});
/** Who may use a file or folder: POSIX mode, ids of owner and group, security label. */
export interface StoragePermissions extends TypeOf<typeof permissionsShape> {}
export const storagePermissions: ElementSchema<StoragePermissions> = permissionsShape;

/** Owner or group of which nobody in particular is asked for. */
const nobody = new Set([-1, 0xffff_ffff]);

/** The permissions without an owner or group that stands for nobody in particular; undefined when nothing is left. */
export function permissionsOf(given: StoragePermissions): StoragePermissions | undefined {
  const { mode, owner, group, label } = given;
  const asked = (id: number | undefined) => (id === undefined || nobody.has(id) ? undefined : id);
  const permissions = { mode, owner: asked(owner), group: asked(group), label };
  return Object.values(permissions).some(value => value !== undefined) ? permissions : undefined;
}
