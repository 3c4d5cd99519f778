import { KeycodeSet } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';

/** Linux' codes for keys of the first keyboards are those that the keyboards sent, which QEMU's numbers are made of. */
const lastPlainKey = 0x53;

/**
 * Linux' codes (input-event-codes.h) of the other keys with QEMU's numbers: the keyboard's code in set 1, where those that
 * it sends after 0xe0 have the highest bit set.
 */
const otherKeys: ReadonlyMap<number, number> = new Map([
  [85, 0x76], // zenkaku, hankaku
  [86, 0x56], // 102nd key
  [87, 0x57], // F11
  [88, 0x58], // F12
  [89, 0x73], // ro
  [90, 0x78], // katakana
  [91, 0x77], // hiragana
  [92, 0x79], // henkan
  [93, 0x70], // katakana, hiragana
  [94, 0x7b], // muhenkan
  [95, 0x5c], // keypad, Japanese comma
  [96, 0x9c], // keypad, enter
  [97, 0x9d], // right ctrl
  [98, 0xb5], // keypad, slash
  [99, 0x54], // sysrq
  [100, 0xb8], // right alt
  [102, 0xc7], // home
  [103, 0xc8], // up
  [104, 0xc9], // page up
  [105, 0xcb], // left
  [106, 0xcd], // right
  [107, 0xcf], // end
  [108, 0xd0], // down
  [109, 0xd1], // page down
  [110, 0xd2], // insert
  [111, 0xd3], // delete
  [113, 0xa0], // mute
  [114, 0xae], // volume down
  [115, 0xb0], // volume up
  [116, 0xde], // power
  [117, 0x59], // keypad, equals
  [119, 0xc6], // pause
  [121, 0x7e], // keypad, comma
  [124, 0x7d], // yen
  [125, 0xdb], // left meta
  [126, 0xdc], // right meta
  [127, 0xdd], // compose
  [142, 0xdf], // sleep
  [143, 0xe3], // wake up
]);

/** Codes that are QEMU's own numbers already. */
const own: ReadonlySet<number> = new Set([KeycodeSet.qnum, KeycodeSet.xtKbd, KeycodeSet.xt, KeycodeSet.atset1]);

const names: ReadonlyMap<number, string> = new Map(Object.entries(KeycodeSet).map(([name, number]) => [number, name]));

/**
 * QEMU's number for a key.
 * @param codeset what the code is from (`KeycodeSet`)
 * @throws INVALID_ARG for a set that there is not; INTERNAL_ERROR for a code that has no number
 */
export function keyNumber(codeset: number, code: number): number {
  const name = names.get(codeset);
  if (name === undefined) throw new VirtError('INVALID_ARG', 'QEMU', `invalid codeset '${codeset}'`);
  const number = own.has(codeset)
    ? code
    : codeset === KeycodeSet.linux
      ? code <= lastPlainKey
        ? code
        : otherKeys.get(code)
      : undefined;
  if (number === undefined || number === 0 || number > 0xff)
    throw new VirtError('INTERNAL_ERROR', 'QEMU', `cannot translate keycode ${code} of ${name} codeset to rfb keycode`);
  return number;
}
