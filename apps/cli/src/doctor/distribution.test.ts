import { expect, test } from 'vitest';
import { installCommandOf } from './distribution.js';

const qemu = { debian: 'qemu-system-x86', fedora: 'qemu-kvm' };

test.each([
  ['ID=debian\nVERSION_ID="12"\n', 'sudo apt install qemu-system-x86'],
  ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n', 'sudo apt install qemu-system-x86'],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'sudo dnf install qemu-kvm'],
  ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', 'sudo zypper install qemu-system-x86'],
  ['ID=plan9\n', 'install the package qemu-system-x86'],
  ['', 'install the package qemu-system-x86'],
])('%j: %s', (osRelease, command) => {
  expect(installCommandOf(qemu, osRelease)).toBe(command);
});
