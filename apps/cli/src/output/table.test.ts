import { describe, expect, test } from 'vitest';
import { tableLines } from './table.js';
import { cutText, printable, textWidth } from './text-width.js';

const columns = [
  { title: 'NAME', shrinks: true },
  { title: 'SIZE', align: 'right' as const },
  { title: 'WHERE', shrinks: true },
];

describe('a table', () => {
  test('has columns as wide as what is in them, and no space at the ends of lines', () => {
    const lines = tableLines({
      columns,
      rows: [
        ['a', '10 GiB', '/x'],
        ['longer', '1', ''],
      ],
    });
    expect(lines).toEqual(['NAME      SIZE  WHERE', 'a       10 GiB  /x', 'longer       1  ']);
  });

  test('counts wide characters as two columns, and marks as none', () => {
    const lines = tableLines({
      columns: [{ title: 'N' }, { title: 'X' }],
      rows: [
        ['日本', 'x'],
        ['e\u0301', 'y'],
      ],
    });
    expect(lines).toEqual(['N     X', '日本  x', 'e\u0301     y']);
  });

  test('cuts what may be cut until it fits, and nothing below eight columns', () => {
    const rows = [['a-very-long-name-of-a-domain', '1', '/a/path/that/is/longer/than/that']];
    const [, line = ''] = tableLines({ columns, rows }, { width: 40 });
    expect(textWidth(line)).toBe(40);
    expect(line).toContain('…');
    expect(textWidth(tableLines({ columns, rows }, { width: 5 })[1] ?? '')).toBe(8 + 2 + 4 + 2 + 8);
  });

  test('paints cells without counting the colour', () => {
    const paint = (text: string) => `<${text}>`;
    expect(tableLines({ columns: [{ title: 'A' }, { title: 'B' }], rows: [[{ text: 'x', paint }, 'y']] })[1]).toBe(
      '<x>  y',
    );
  });
});

describe('text from outside', () => {
  test('does nothing to a terminal', () => {
    expect(printable('a\x1b[2Jb\u009b\n')).toBe('a\\x1b[2Jb\\x9b\\x0a');
    expect(tableLines({ columns: [{ title: 'A' }], rows: [['\x1b]0;x\x07']] })[1]).toBe('\\x1b]0;x\\x07');
  });

  test('is cut between characters', () => {
    expect([cutText('日本語', 4), cutText('abc', 3), cutText('👩‍💻abc', 3)]).toEqual(['日…', 'abc', '👩‍…']);
  });
});
