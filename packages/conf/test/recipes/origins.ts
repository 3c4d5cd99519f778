import { completeDomain, neutralPolicy, originsOf } from '@tsvirt/conf';

export function notGiven(xml: string): readonly string[] {
  const { origins } = originsOf('domain', xml, { complete: domain => completeDomain(domain, neutralPolicy) });
  return [...origins].flatMap(([path, origin]) => (origin === 'given' ? [] : [`${path}: ${origin}`]));
}
