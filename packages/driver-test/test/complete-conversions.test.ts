import { describe, expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

const guest = `<domain type='test'><name>web</name><uuid>5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03</uuid>
  <memory unit='MiB'>64</memory><vcpu>2</vcpu><os><type arch='x86_64'>hvm</type></os>
  <devices>
    <disk type='file'><source file='/images/web.vmdk'/><target dev='sda' bus='scsi'/></disk>
    <controller type='scsi' index='0' model='lsilogic'/>
    <interface type='bridge'><mac address='00:0c:29:11:22:33'/><source bridge='VM Network'/><model type='e1000'/></interface>
  </devices></domain>`;

describe('definitions of guests', () => {
  test('become VMX files, and guests of this host again', async () => {
    await using host = await testHost({ domains: [] });
    await using connection = await host.connect();
    const file = await connection.domainXMLToNative('vmware-vmx', guest);
    expect(file).toContain('displayName = "web"');
    expect(file).toContain('memsize = "64"');
    const xml = await connection.domainXMLFromNative('vmware-vmx', file);
    const web = await connection.domainDefineXML(xml);
    expect(web.uuid).toBe('5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03');
    expect(await web.getXMLDesc()).toContain("<source file='/images/web.vmdk'/>");
    await web.create();
  });

  test('in other formats are refused, as are files that are none', async () => {
    await using host = await testHost({ domains: [] });
    await using connection = await host.connect();
    await expect(connection.domainXMLToNative('qemu-argv', guest)).rejects.toMatchObject({ code: 'INVALID_ARG' });
    await expect(connection.domainXMLFromNative('vmware-vmx', 'nonsense')).rejects.toMatchObject({ name: 'VirtError' });
  });
});

describe('throttle groups', () => {
  const disk = (group: string) => `<domain type='test'><name>web</name><memory>1024</memory><os><type>hvm</type></os>
    <throttlegroups><throttlegroup><total_iops_sec>500</total_iops_sec><group_name>slow</group_name></throttlegroup></throttlegroups>
    <devices><disk type='file'><source file='/web'/><target dev='vda' bus='virtio'/>
      <throttlefilters><throttlefilter group='${group}'/></throttlefilters></disk></devices></domain>`;

  test('are made, changed and taken away, live and in the configuration', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const told = host.events.next('domainTunable', { domain: 'web' });
    await web.setThrottleGroup('slow', { totalBytesSec: 1000n }, { live: true });
    expect((await told).params[1]).toEqual({
      field: 'blkdeviotune.total_bytes_sec',
      value: { type: 'ullong', value: 1000n },
    });
    await web.setThrottleGroup('slow', { totalIopsSec: 50n }, { live: true, config: true });
    const group = (limits: string) => new RegExp(`<throttlegroup>\\s*${limits}<group_name>slow</group_name>`);
    const live = await web.getXMLDesc();
    expect(live).toMatch(group('<total_bytes_sec>1000</total_bytes_sec>\\s*<total_iops_sec>50</total_iops_sec>\\s*'));
    expect(await web.getXMLDesc({ inactive: true })).toMatch(group('<total_iops_sec>50</total_iops_sec>\\s*'));
    await web.delThrottleGroup('slow', { live: true });
    expect(await web.getXMLDesc()).not.toContain('slow');
    await expect(web.delThrottleGroup('slow', { live: true })).rejects.toMatchObject({ code: 'INVALID_ARG' });
  });

  test('are part of documents, and stay while a disk keeps to them', async () => {
    await using host = await testHost({ domains: [] });
    await using connection = await host.connect();
    await expect(connection.domainDefineXML(disk('other'))).rejects.toMatchObject({ code: 'XML_ERROR' });
    const web = await connection.domainDefineXML(disk('slow'));
    const xml = await web.getXMLDesc();
    expect(xml).toMatch(/<throttlefilter group=["']slow["']/);
    await expect(web.delThrottleGroup('slow', { config: true })).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
    await web.undefine();
    expect(await (await connection.domainDefineXML(xml)).getXMLDesc()).toBe(xml);
  });

  test('are unknown to hosts that answer as libvirt 9.0', async () => {
    await using host = await testHost({ domains: [], complete: false });
    await using connection = await host.connect();
    const web = await connection.domainDefineXML(disk('slow'));
    expect(await web.getXMLDesc()).not.toContain('throttle');
    await expect(web.setThrottleGroup('slow', { totalIopsSec: 1n })).rejects.toMatchObject({ code: 'NO_SUPPORT' });
  });
});

describe('commands of the agent', () => {
  test('are answered as the agent does', async () => {
    await using host = await testHost({ domains: [{ name: 'web', vcpus: 2 }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const ask = async (execute: string, args: object = {}): Promise<unknown> => {
      const answer: unknown = JSON.parse(
        (await web.qemuAgentCommand(JSON.stringify({ execute, arguments: args }))) ?? '',
      );
      return answer;
    };
    expect(await ask('guest-ping')).toEqual({ return: {} });
    expect(await ask('guest-sync', { id: 7 })).toEqual({ return: 7 });
    expect(await ask('guest-fsfreeze-freeze')).toEqual({ return: 2 });
    expect(await ask('guest-fsfreeze-status')).toEqual({ return: 'frozen' });
    expect(await web.fsThaw()).toBe(2);
    expect(await ask('guest-get-vcpus')).toMatchObject({
      return: [{ 'logical-id': 0 }, { 'logical-id': 1, online: true }],
    });
    expect(await ask('guest-network-get-interfaces')).toMatchObject({ return: [{ 'ip-addresses': [{ prefix: 24 }] }] });
    const nowait = await web.qemuAgentCommand('{"execute":"guest-none"}', { waitSeconds: 'nowait' });
    expect(nowait).toBeUndefined();
    await expect(ask('guest-none')).rejects.toMatchObject({ message: /guest-none has not been found/ });
    await expect(web.qemuAgentCommand('{')).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
    host.behave('web', { agent: 'absent' });
    await expect(ask('guest-ping')).rejects.toMatchObject({ code: 'AGENT_UNRESPONSIVE' });
  });

  test('can be those of the test', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    host.behave('web', {
      agentCommands: {
        'guest-exec': ({ path }) => ({ pid: path === '/bin/backup' ? 42 : 0 }),
        'guest-exec-status': () => {
          throw new Error('PID 42 does not exist');
        },
      },
    });
    const exec = await web.qemuAgentCommand('{"execute":"guest-exec","arguments":{"path":"/bin/backup"}}');
    expect(exec).toBe('{"return":{"pid":42}}');
    await expect(web.qemuAgentCommand('{"execute":"guest-exec-status"}')).rejects.toMatchObject({
      message: /PID 42 does not exist/,
    });
  });
});
