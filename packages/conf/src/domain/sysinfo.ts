import {
  attr,
  content,
  type ElementSchema,
  element,
  group,
  many,
  refined,
  type RequiredField,
  single,
  str,
  type TypeOf,
  unless,
  variant,
  within,
} from '../kernel/index.js';
import { checked } from '../checked.js';
import { wrong } from './fault-kinds.js';

const none = <T>(list: readonly T[]) => list.length === 0;

const entryShape = element('entry', { name: attr('name', str), value: content(str).default('') });
/** One line of an SMBIOS block. */
export interface SysinfoEntry extends TypeOf<typeof entryShape> {}
const entry: ElementSchema<SysinfoEntry> = entryShape;

/** Lines of a block that libvirt knows, in its order; it passes over others, and over all but the first of a name. */
function entriesNamed(...names: readonly string[]): RequiredField<readonly SysinfoEntry[]> {
  return refined(many(entry), given =>
    names.flatMap(name => given.find(line => line.name === name && line.value !== '') ?? []),
  );
}

const board = entriesNamed('manufacturer', 'product', 'version', 'serial', 'asset', 'location');
const boardShape = element('baseBoard', { entries: board });
/** An SMBIOS base board. */
export interface SysinfoBaseBoard extends TypeOf<typeof boardShape> {}
const baseBoard: ElementSchema<SysinfoBaseBoard> = boardShape;

const fwCfgEntryShape = element('entry', {
  name: attr('name', str, wrong),
  file: attr('file', str).optional,
  value: content(str).optional,
});
/** A blob that the guest finds through QEMU's firmware configuration: a text, or a file of the host's. */
export interface FwCfgEntry extends TypeOf<typeof fwCfgEntryShape> {}
const fwCfgEntry: ElementSchema<FwCfgEntry> = checked<FwCfgEntry>(fwCfgEntryShape, ({ file, value }) =>
  file === undefined && value === undefined
    ? { what: "Firmware entry must have either value or 'file' attribute", kind: wrong }
    : undefined,
);

const block = (name: string, ...lines: readonly string[]) => within(name, entriesNamed(...lines)).optional;

const typeField = variant('type', {
  smbios: group({
    bios: block('bios', 'vendor', 'version', 'date', 'release'),
    system: block('system', 'manufacturer', 'product', 'version', 'serial', 'uuid', 'sku', 'family'),
    baseBoards: unless(many(baseBoard), none),
    chassis: block('chassis', 'manufacturer', 'version', 'serial', 'asset', 'sku'),
    oemStrings: within('oemStrings', many(single('entry', content(str).default('')))).optional,
  }),
  fwcfg: group({
    entries: refined(many(fwCfgEntry), entries =>
      entries.map(({ value, ...entry }) => (entry.file === undefined ? { ...entry, value } : entry)),
    ),
  }),
});
/** What the guest reads about its machine. */
export type SysinfoKind = TypeOf<typeof typeField>;
const kind: RequiredField<SysinfoKind> = typeField;

const sysinfoShape = element('sysinfo', { kind });
/** Information about the machine that the guest can read. */
export interface Sysinfo extends TypeOf<typeof sysinfoShape> {}
export const sysinfo: ElementSchema<Sysinfo> = sysinfoShape;
