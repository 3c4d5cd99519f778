import { diffDocuments, parseDocument } from '@tsvirt/conf';

export function whatChanged(before: string, after: string): readonly string[] {
  const [was, is] = [before, after].map(xml => parseDocument(xml, { kind: 'domain' }).value);
  if (was === undefined || is === undefined) return [];
  return diffDocuments('domain', was, is).flatMap(({ path, kind, onlyDefault }) =>
    onlyDefault ? [] : [`${path} ${kind}`],
  );
}
