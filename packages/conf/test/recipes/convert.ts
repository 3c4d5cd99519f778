import { formatDocument, fromJson, parseDocument, toJson } from '@tsvirt/conf';

export function renamed(xml: string, name: string): string {
  const { value } = parseDocument(xml, { kind: 'network' });
  const text = JSON.stringify(toJson('network', value));
  const network = fromJson('network', JSON.parse(text)); // a VirtError names the property that is wrong
  return formatDocument('network', { ...network, name });
}
