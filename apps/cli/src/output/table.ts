import type { Terminal } from './terminal.js';
import { cutText, printable, textWidth } from './text-width.js';

/** Colours a text; it must not change what is seen otherwise. */
export type Paint = (text: string) => string;

/** One column of a table. */
export interface Column {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly align?: 'right' | undefined;
  /** May be cut when the terminal is too narrow. */
  readonly shrinks?: boolean | undefined;
}

/** A cell: its text, and how it is coloured. */
export type Cell = string | { readonly text: string; readonly paint: Paint };

/** Rows under titles. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** How a table is drawn. */
export interface TableOptions {
  /** Columns of the terminal; undefined when there is none: nothing is cut then. */
  readonly width?: number | undefined;
  readonly paintTitle?: Paint | undefined;
  /** What is cut ends with an ASCII mark. */
  readonly isAscii?: boolean | undefined;
}

/** How tables are drawn on a terminal. @param indent columns that are left free in front */
export function tableLook(terminal: Terminal, indent = 0): TableOptions {
  const { colors, isAscii } = terminal;
  const columns = terminal.size()?.columns;
  return { width: columns === undefined ? undefined : columns - indent, paintTitle: colors.dim, isAscii };
}

/** Columns that a shrinking one keeps. */
const leastWidth = 8;
const gap = '  ';

/** The lines of a table. Control characters in cells are made visible. */
export function tableLines(
  { columns, rows }: Table,
  { width, paintTitle = plain, isAscii }: TableOptions = {},
): string[] {
  const texts = rows.map(row => columns.map((_, at) => printable(cellText(row[at] ?? ''))));
  const widths = columns.map(({ title }, at) =>
    Math.max(textWidth(title), ...texts.map(row => textWidth(row[at] ?? ''))),
  );
  if (width !== undefined) shrink(widths, columns, width);
  const line = (cells: readonly string[], paint: (at: number) => Paint) =>
    columns
      .map(({ align }, at) => {
        const size = widths[at] ?? 0;
        const text = cutText(cells[at] ?? '', size, isAscii);
        const space = ' '.repeat(Math.max(0, size - textWidth(text)));
        const painted = paint(at)(text);
        if (align === 'right') return space + painted;
        return at === columns.length - 1 ? painted : painted + space;
      })
      .join(gap);
  const titles = columns.map(({ title }) => title);
  return [
    line(titles, () => paintTitle),
    ...texts.map((cells, index) => line(cells, at => cellPaint(rows[index]?.[at] ?? ''))),
  ];
}

function shrink(widths: number[], columns: readonly Column[], width: number): void {
  const total = () => widths.reduce((sum, size) => sum + size + gap.length, -gap.length);
  for (let over = total() - width; over > 0; over = total() - width) {
    let widest = -1;
    for (const [at, { shrinks }] of columns.entries()) {
      if (shrinks === true && (widths[at] ?? 0) > Math.max(leastWidth, widths[widest] ?? 0)) widest = at;
    }
    if (widest < 0) return;
    widths[widest] = Math.max(leastWidth, (widths[widest] ?? 0) - 1);
  }
}

function cellText(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

function cellPaint(cell: Cell): Paint {
  return typeof cell === 'string' ? plain : cell.paint;
}

function plain(text: string): string {
  return text;
}
