import { describe, expect, test } from 'vitest';
import { completeDomain, type DomainAbilities, parseDomain } from '../index.js';

const complete = (parts: string, devices: string, abilities: DomainAbilities) =>
  completeDomain(
    parseDomain(`<domain type='test'><name>d</name><memory>4096</memory><os>${parts.startsWith('<type') ? parts : '<type>hvm</type>'}</os>
      ${parts.startsWith('<type') ? '' : parts}<vcpu current='1'>2</vcpu><devices>${devices}</devices></domain>`),
    {
      defaultArch: () => 'x86_64',
      abilities,
      makeMac: () => '52:54:00:00:00:01',
      makeUuid: () => 'c7a5fdbd-edaf-9455-926a-d65c16db1809',
    },
  );
const nic = "<interface type='user'><model type='odd'/></interface>";

describe('what a hypervisor is not able to do is refused', () => {
  test.each<[keyof DomainAbilities, string, string]>([
    ['memoryHotplug', "<maxMemory slots='4'>8192</maxMemory>", ''],
    ['individualVcpus', "<vcpus><vcpu id='0' enabled='yes'/><vcpu id='1' enabled='no'/></vcpus>", ''],
    ['netModelString', '', nic],
  ])('%s', (ability, parts, devices) => {
    expect(() => complete(parts, devices, {})).toThrow(expect.objectContaining({ code: 'CONFIG_UNSUPPORTED' }));
    expect(() => complete(parts, devices, { [ability]: true })).not.toThrow();
  });
});

test('names that users chose, and pins of CPUs that are not there, go', () => {
  const parts = "<cputune><vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='1' cpuset='1'/></cputune>";
  const rng = "<rng model='virtio'><backend model='random'>/dev/random</backend><alias name='ua-rng'/></rng>";
  const bare = complete(parts, rng, {});
  expect(bare.cputune?.vcpupins).toEqual([{ vcpu: 0, cpuset: '0' }]);
  expect(bare.devices.rngs[0]?.alias).toBeUndefined();
  const able = complete(parts, rng, { offlineVcpuPin: true, userAlias: true });
  expect(able.cputune?.vcpupins).toHaveLength(2);
  expect(able.devices.rngs[0]?.alias).toBe('ua-rng');
});
