// The Debian packages that tests use: real clients, real servers. Installed by `npm test` when it runs as root on Debian.
import { access } from 'node:fs/promises';
import { run } from './toolchain.mjs';

/** A program or file of each package that tells whether it is there. */
const needed = {
  'libvirt-clients': '/usr/bin/virsh',
  'libvirt-daemon-system': '/usr/share/libvirt/schemas/domain.rng',
  'python3-libvirt': '/usr/lib/python3/dist-packages/libvirt.py',
  'libsys-virt-perl': '/usr/share/doc/libsys-virt-perl/copyright',
  virtinst: '/usr/bin/virt-install',
  'qemu-system-x86': '/usr/bin/qemu-system-x86_64',
  'qemu-utils': '/usr/bin/qemu-img',
  'dnsmasq-base': '/usr/sbin/dnsmasq',
  'libxml2-utils': '/usr/bin/xmllint',
  'busybox-static': '/bin/busybox',
  cpio: '/usr/bin/cpio',
  iproute2: '/sbin/ip',
  openssl: '/usr/bin/openssl',
  'openssh-server': '/usr/sbin/sshd',
  'openssh-client': '/usr/bin/ssh',
  'sasl2-bin': '/usr/sbin/saslpasswd2',
  'libsasl2-modules': '/usr/share/doc/libsasl2-modules/copyright',
  'netcat-openbsd': '/usr/bin/nc',
  socat: '/usr/bin/socat',
};

/** Packages that are not installed. */
export async function missingPackages() {
  const missing = [];
  for (const [name, file] of Object.entries(needed)) {
    await access(file).catch(() => missing.push(name));
  }
  return missing;
}

/** Installs what is missing where that is possible; otherwise says what the tests will skip for want of it. */
export async function installPackages() {
  const missing = await missingPackages();
  if (missing.length === 0) return;
  const debian = await access('/etc/debian_version').then(
    () => true,
    () => false,
  );
  if (!debian || process.getuid?.() !== 0) {
    console.log(`Not installed, so tests that need them are skipped: ${missing.join(', ')}`);
    if (debian) console.log(`As root: apt-get install ${missing.join(' ')}`);
    return;
  }
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { env: environment, stdio: ['ignore', 'ignore', 'inherit'] };
  await run('apt-get', ['update', '-q'], quiet);
  const status = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], quiet);
  if (status !== 0) throw new Error(`apt-get install of ${missing.join(', ')} failed with status ${status}`);
}
