import { type Change, diffDocuments, type DocumentName, type Documents, parseDocument } from '@tsvirt/conf';
import type { JsonValue } from '@tsvirt/conf';
import { printable } from '../output/text-width.js';
import type { Colors } from '../output/terminal.js';
import { isSameMachine } from './keeping-addresses.js';
import { type Wanted, wanted } from './read-document.js';

/** Reads what the other side answered. */
export function parsedAs(kind: DocumentName, xml: string): Wanted {
  return wanted(kind, parseDocument(xml, { kind }).value);
}

/** What is different in meaning, but for what one of the two leaves out and the format itself would give it. */
export function differences(before: Wanted, after: Wanted): Change[] {
  return differencesOf(before.kind, before.value, after.value).filter(({ onlyDefault }) => !onlyDefault);
}

function differencesOf<K extends DocumentName>(
  kind: K,
  before: Documents[DocumentName],
  after: Documents[DocumentName],
): Change[] {
  // Both were read as documents of this kind.
  return diffDocuments(kind, before as Documents[K], after as Documents[K]);
}

/** Parts whose absence in a document means that they are not wanted; all others are a driver's to fill in. */
const unwanted =
  /^(?:title|description|metadata)\b|^devices\.(?:disks|interfaces|hostdevs|filesystems|graphics|channels|tpms|rngs|shmems|watchdogs|sounds|redirdevs)\[[^\]]*\]$/;

/** What of the differences from what is there to what is wanted is likely to be a change, before any driver has seen it. */
export function likelyChanges(changes: readonly Change[], kind: DocumentName): Change[] {
  return changes.filter(
    ({ kind: how, path, before, after }) =>
      (how !== 'removed' && !(path === 'os.type.machine' && isSameMachine(text(after), text(before)))) ||
      (kind === 'domain' ? unwanted.test(path) : /^(?:ips|portgroups|routes)/.test(path)),
  );
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Changes for people: `~ memoryKiB 1024 -> 2048`, with `+` for what comes and `-` for what goes. */
export function changeLines(changes: readonly Change[], colors: Colors): string[] {
  return changes.map(({ kind, path, before, after }) => {
    switch (kind) {
      case 'added':
        return colors.green(`  + ${printable(path)}${shown(after)}`);
      case 'removed':
        return colors.red(`  - ${printable(path)}${shown(before)}`);
      case 'changed':
        return colors.yellow(`  ~ ${printable(path)}${shown(before)} ->${shown(after)}`);
    }
  });
}

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  return ` ${printable(typeof value === 'string' ? value : JSON.stringify(value))}`;
}
