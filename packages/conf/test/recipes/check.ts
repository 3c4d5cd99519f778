import { parseDocument, validateDocument } from '@tsvirt/conf';

export function check(xml: string): readonly string[] {
  const { kind, value, ignored } = parseDocument(xml, { unknown: 'report' });
  if (kind === 'network') validateDocument(kind, value); // a VirtError says what cannot be, and where
  return ignored.map(
    ({ path, line, nearest }) => `${path} in line ${line} is unknown; ${nearest ?? 'nothing'} is close`,
  );
}
