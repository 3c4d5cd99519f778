import { access, chmod, cp, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../process.js';

/** A Linux that boots in seconds under TCG, says "guest is ready" on its serial console, and heeds the power button. */
export interface Guest {
  readonly kernel: string;
  readonly initrd: string;
}

/** The line of the console that says that the guest is up. */
export const readyLine = 'guest is ready';

const init = `#!/bin/sh
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
insmod /modules/button.ko
insmod /modules/evdev.ko
acpid -d -f >/dev/null 2>&1 &
# Ready means that the power button is heeded, so not before the daemon has opened it.
until ls -l /proc/$!/fd | grep -q /dev/input; do usleep 10000; done
echo "${readyLine}"
while :; do setsid sh -c 'exec sh -i </dev/ttyS0 >/dev/ttyS0 2>&1'; done
`;

/**
 * The test guest: Debian's cloud kernel and a busybox initramfs, built once for each user and kept in the temporary folder.
 * @returns undefined where it can't be built (no Debian, no busybox, no package mirror), with the reason on the console
 */
export async function testGuest(): Promise<Guest | undefined> {
  const folder = path.join(tmpdir(), `tsvirt-guest-${process.getuid?.() ?? 'user'}`);
  const guest = { kernel: path.join(folder, 'vmlinuz'), initrd: path.join(folder, 'initrd') };
  if (await exists(guest.initrd)) return guest;
  try {
    await build(folder);
    return guest;
  } catch (reason) {
    console.warn(`no test guest: ${reason instanceof Error ? reason.message : String(reason)}`);
    return undefined;
  }
}

async function build(folder: string): Promise<void> {
  const work = await mkdtemp(path.join(tmpdir(), 'tsvirt-guest-build-'));
  try {
    await chmod(work, 0o755); // apt downloads as a user of its own
    const { stdout } = await run('apt-cache', ['depends', 'linux-image-cloud-amd64']);
    const image = /Depends: (linux-image-\S+)/.exec(stdout)?.[1];
    if (image === undefined) throw new Error('no kernel package is known (apt-get update?)');
    await run('apt-get', ['-q', 'download', image], { cwd: work });
    const archive = (await readdir(work)).find(name => name.endsWith('.deb'));
    if (archive === undefined) throw new Error(`${image} was not downloaded`);
    await run('dpkg', ['-x', archive, 'kernel'], { cwd: work });
    const boot = path.join(work, 'kernel/boot');
    const kernel = (await readdir(boot)).find(name => name.startsWith('vmlinuz-'));
    if (kernel === undefined) throw new Error(`${image} holds no kernel`);
    const modules = path.join(work, 'kernel/lib/modules', kernel.slice('vmlinuz-'.length), 'kernel');
    await buildInitrd(path.join(work, 'root'), modules);
    const made = path.join(work, 'made');
    await mkdir(made);
    await cp(path.join(boot, kernel), path.join(made, 'vmlinuz'));
    await chmod(path.join(made, 'vmlinuz'), 0o644);
    await rename(path.join(work, 'root/initrd'), path.join(made, 'initrd'));
    await rm(folder, { recursive: true, force: true });
    await rename(made, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function buildInitrd(root: string, modules: string): Promise<void> {
  for (const folder of ['bin', 'proc', 'sys', 'dev', 'modules', 'etc/acpi/PWRF'])
    await mkdir(path.join(root, folder), { recursive: true });
  await cp('/bin/busybox', path.join(root, 'bin/busybox'));
  for (const applet of [
    'sh',
    'mount',
    'insmod',
    'acpid',
    'setsid',
    'poweroff',
    'echo',
    'cat',
    'reboot',
    'ls',
    'grep',
    'usleep',
  ])
    await symlink('busybox', path.join(root, 'bin', applet));
  await cp(path.join(modules, 'drivers/acpi/button.ko'), path.join(root, 'modules/button.ko'));
  await cp(path.join(modules, 'drivers/input/evdev.ko'), path.join(root, 'modules/evdev.ko'));
  await writeFile(path.join(root, 'init'), init, { mode: 0o755 });
  await writeFile(path.join(root, 'etc/acpi/PWRF/00000080'), '#!/bin/sh\npoweroff -f\n', { mode: 0o755 });
  const entries = (await readdir(root, { recursive: true })).map(name => `./${name}`).join('\n');
  await run('cpio', ['-o', '-H', 'newc', '-R', '0:0', '--quiet', '-F', 'initrd'], {
    cwd: root,
    input: `.\n${entries}\n`,
  });
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
