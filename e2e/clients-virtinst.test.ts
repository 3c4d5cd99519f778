import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { facts, hasPython, hasVirtinst } from './clients/programs.js';
import { Libvirtd, noLibvirtd } from './libvirtd.js';
import { Background, run } from './process.js';
import { cannotRun } from './tsvirtd.js';
import { uriThrough, WorkspaceDaemon } from './workspace-daemon.js';

const mock = 'test:///default';
const complete = 'test:///default?complete=1';
/** A session takes several dozen programs, each of which loads Python. */
const timeout = 300_000;

const quietly = '--osinfo detect=off,require=off --noautoconsole';
/** What somebody does one after the other. Commands of virsh show what came of it. */
const session = [
  `virt-install --name pool1 --memory 128 --disk pool=default-pool,size=1 --network network=default --import ${quietly}`,
  'virsh vol-list default-pool',
  'virsh dumpxml pool1 --inactive',
  `virt-install --name pxe --memory 128,maxmemory=256 --vcpus 2,maxvcpus=4 --disk none --pxe --graphics vnc,listen=0.0.0.0 --network network=default,model=virtio --autostart --metadata title=Tea ${quietly}`,
  `virt-install --name gone --memory 128 --disk none --transient --import ${quietly}`,
  `virt-install --name pool1 --memory 128 --disk none --import ${quietly}`,
  `virt-install --name used --memory 128 --disk vol=default-pool/pool1.qcow2 --import ${quietly}`,
  `virt-install --name inst --memory 128 --disk none --install no_install=yes ${quietly}`,
  `virt-install --name nonet --memory 128 --disk none --network network=nonesuch --import ${quietly}`,
  `virt-install --name nothing --memory 128 --disk none ${quietly}`,
  'virt-xml pxe --edit --vcpus 3',
  'virt-xml pxe --edit --memory 192 --define --print-diff',
  'virt-xml pxe --add-device --disk vol=default-pool/pool1.qcow2,target.bus=virtio',
  'virt-xml pxe --add-device --network network=default,model=virtio,mac=52:54:00:11:22:33 --update',
  'virt-xml pxe --edit mac=52:54:00:11:22:33 --network link.state=down --update',
  'virsh domiflist pxe',
  'virt-xml pxe --remove-device --network mac=52:54:00:11:22:33 --update',
  'virt-xml pxe --edit --metadata description=hi',
  'virsh dumpxml pxe --inactive',
  'virt-clone -o pool1 -n early --auto-clone',
  'virsh destroy pool1',
  'virt-clone -o pool1 -n copy1 --auto-clone',
  'virt-clone -o pool1 -n copy2 -f /default-pool/copy2.img --print-xml',
  'virsh vol-list default-pool',
  'virsh list --all',
  'virt-install --print-xml --name x --memory 64 --import --disk size=1 --osinfo name=debian11 --controller type=scsi,model=virtio-scsi --tpm emulator --rng /dev/urandom --watchdog i6300esb --panic default --memballoon virtio --filesystem /a,/b',
];

/** What the session prints. Names and places that are new each time are told as such. */
async function transcript(uri: string): Promise<string> {
  // A mock host goes with its last client.
  await using holder = new Background('virsh', ['-q', '-c', uri]);
  holder.type('uri\n');
  await holder.saw('test+unix');
  const printed = [];
  for (const line of session) {
    const [program = '', ...args] = line.split(' ');
    const { status, stdout, stderr } = await run(program, ['--connect', uri, ...args], { anyStatus: true });
    printed.push(`$ ${line}`, stdout.trimEnd(), stderr.trimEnd(), `= ${status}`, '');
  }
  return printed
    .join('\n')
    .replaceAll(uri, 'URI')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID')
    .replaceAll(/(?:00:16:3e|52:54:00)(?::(?!11:22:33)[0-9a-f]{2}){3}/g, 'MAC')
    .replaceAll(/^[^\n]*\r/gm, '')
    .replaceAll(/ +$/gm, '');
}

describe.skipIf(cannotRun !== undefined || !hasVirtinst)('virt-install, virt-xml, virt-clone (needs virtinst)', () => {
  let daemon: WorkspaceDaemon;

  beforeAll(async () => {
    daemon = await WorkspaceDaemon.start();
  });
  afterAll(() => daemon[Symbol.asyncDispose]());

  test('make, change and copy guests of the mock host', { timeout }, async () => {
    await expect(await transcript(daemon.uri(mock))).toMatchFileSnapshot('clients/found/virtinst.txt');
  });

  test('change running guests of a complete one as well', { timeout }, async () => {
    await expect(await transcript(daemon.uri(complete))).toMatchFileSnapshot('clients/found/virtinst-complete.txt');
  });

  test.skipIf(!hasPython).each([
    [mock, 'manager'],
    [complete, 'manager-complete'],
  ])('what virt-manager asks of %s', async (driver, name) => {
    await expect(await facts('manager', daemon.uri(driver))).toMatchFileSnapshot(`clients/found/${name}.txt`);
  });
});

describe.skipIf(noLibvirtd !== undefined || !hasVirtinst)(`the same on libvirtd (${noLibvirtd ?? 'there'})`, () => {
  let daemon: Libvirtd;

  beforeAll(async () => {
    daemon = await Libvirtd.start({ conf: ['log_level = 3'] });
  });
  afterAll(() => daemon[Symbol.asyncDispose]());

  test('make, change and copy guests of the mock host', { timeout }, async () => {
    const printed = await transcript(uriThrough(mock, daemon.socket()));
    await expect(printed).toMatchFileSnapshot('clients/found/virtinst.txt');
  });

  test.skipIf(!hasPython)('what virt-manager asks of the mock host', async () => {
    const told = await facts('manager', uriThrough(mock, daemon.socket()));
    await expect(told).toMatchFileSnapshot('clients/found/manager.txt');
  });
});
