/** What terminals draw over two columns: East Asian wide and full-width forms, and pictographs. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1B000}-\u{1B2FF}\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** What takes no column of its own: combining marks, joiners, variation selectors. */
const unseen = /[\p{Mn}\p{Me}\p{Cf}]/u;

/**
 * Control characters, which move a terminal's cursor or change its state; separators of lines; and those that turn the direction
 * of what follows, which make a line read as another one.
 */
const control = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** A name or message from outside as it may go to a terminal: control characters are shown as `\x1b`, and do nothing. */
export function printable(text: string): string {
  return text.replace(control, character => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  });
}

/** The first line of a text, as it may go to a terminal. */
export function firstLine(text: string): string {
  return printable(text.split('\n', 1)[0] ?? text);
}

/** Columns that a text without control characters takes. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** The text cut to so many columns, with `…` in place of what is left out, or `~` for terminals that draw ASCII. */
export function cutText(text: string, columns: number, isAscii = false): string {
  if (textWidth(text) <= columns) return text;
  let width = 0;
  let kept = '';
  for (const character of text) {
    width += widthOf(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return `${kept}${isAscii ? '~' : '…'}`;
}

function widthOf(character: string): number {
  if (character < '\u0300') return 1;
  return unseen.test(character) ? 0 : wide.test(character) ? 2 : 1;
}
