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

const none = <T>(list: readonly T[]) => list.length === 0;

const entryShape = element('entry', { name: attr('name', str), value: content(str).default('') });
/** One line of an SMBIOS block. */
export interface SysinfoEntry extends TypeOf<typeof entryShape> {}
const entry: ElementSchema<SysinfoEntry> = entryShape;

const boardShape = element('baseBoard', { entries: many(entry) });
/** An SMBIOS base board. */
export interface SysinfoBaseBoard extends TypeOf<typeof boardShape> {}
const baseBoard: ElementSchema<SysinfoBaseBoard> = boardShape;

const fwCfgEntryShape = element('entry', {
  name: attr('name', str),
  file: attr('file', str).optional,
  value: content(str).optional,
});
/** A blob that the guest finds through QEMU's firmware configuration: a text, or a file of the host's. */
export interface FwCfgEntry extends TypeOf<typeof fwCfgEntryShape> {}
const fwCfgEntry: ElementSchema<FwCfgEntry> = fwCfgEntryShape;

const block = (name: string) => within(name, many(entry)).optional;

const typeField = variant('type', {
  smbios: group({
    bios: block('bios'),
    system: block('system'),
    baseBoards: unless(many(baseBoard), none),
    chassis: block('chassis'),
    oemStrings: within('oemStrings', many(single('entry', content(str)))).optional,
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
