import { expect, test } from 'vitest';
import { DomainRegistry } from './domain-registry.js';
import { QemuDomain } from './qemu-domain.js';

const uuids = ['5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03', '5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e04'] as const;
const web = () => new QemuDomain({ uuid: uuids[0], name: 'web', config: undefined });

test("a name that is held for a domain is nobody else's until it is given up", () => {
  const domains = new DomainRegistry();
  domains.add(web());
  {
    using _name = domains.holdName('db');
    expect(() => domains.match({ name: 'db', uuid: uuids[1] })).toThrow(
      expect.objectContaining({ code: 'OPERATION_FAILED' }),
    );
    expect(() => domains.holdName('db')).toThrow(expect.objectContaining({ code: 'OPERATION_INVALID' }));
  }
  expect(domains.match({ name: 'db', uuid: uuids[1] })).toBeUndefined();
});

test('a name that a domain has cannot be held', () => {
  const domains = new DomainRegistry();
  domains.add(web());
  expect(() => domains.holdName('web')).toThrow(expect.objectContaining({ code: 'OPERATION_INVALID' }));
});

test('who waits for a job on a domain that is forgotten learns that it is gone', async () => {
  const domains = new DomainRegistry();
  const domain = web();
  domains.add(domain);
  await domain.jobs.begin('modify');
  const waiting = domain.jobs.begin('modify');
  domains.remove(domain);
  await expect(waiting).rejects.toMatchObject({ code: 'NO_DOMAIN' });
});
