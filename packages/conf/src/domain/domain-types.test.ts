import { expect, test } from 'vitest';
import { formatDomain, parseDomain } from './index.js';

test("a driver's own type of domain is read when the driver names it, and nobody else's is", () => {
  const xml = "<domain type='mine'>\n  <name>a</name>\n</domain>";
  const own = parseDomain(xml, { domainTypes: ['mine'] });
  expect(own.type).toBe('mine');
  expect(formatDomain(own)).toContain("<domain type='mine'>");
  expect(() => parseDomain(xml)).toThrow(expect.objectContaining({ code: 'CONFIG_UNSUPPORTED' }));
  expect(() => parseDomain(xml, { domainTypes: ['yours'] })).toThrow(/'mine'/);
});
