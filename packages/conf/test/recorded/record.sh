#!/bin/sh
# Records the documents of this folder again, from a scratch libvirtd that answers at qemu:///system. These came from
# libvirt 9.0.0 with QEMU 7.2, as Debian 12 has them, run as root. Needs virsh and python3.
set -eu
cd "$(dirname "$0")"
# virsh adds empty lines of its own.
ask() { virsh -q "$@" | python3 -c 'import sys; print(sys.stdin.read().rstrip())'; }
qemu=qemu:///system
ask -c test:///default capabilities > capabilities-test.xml
ask -c $qemu capabilities > capabilities-qemu.xml
ask -c $qemu domcapabilities --virttype kvm --arch x86_64 --machine q35 > domain-capabilities-q35-kvm.xml
ask -c $qemu domcapabilities --virttype qemu --arch i686 --machine isapc > domain-capabilities-isapc-qemu.xml
ask -c $qemu pool-capabilities > storage-pool-capabilities.xml
virsh -q -c $qemu create guest.xml --paused
cat /run/libvirt/qemu/st.xml > domain-status.xml
virsh -q -c $qemu save st /var/lib/libvirt/qemu/save/st.save
# The cookie follows the definition: its place in the head of the image is the fifth number behind the magic.
python3 - /var/lib/libvirt/qemu/save/st.save > save-cookie.xml <<'END'
import struct, sys
head = open(sys.argv[1], 'rb').read(1 << 20)
offset = struct.unpack_from('<5I', head, 16)[4]
sys.stdout.write(head[92 + offset:].split(b'\0')[0].decode())
END
rm /var/lib/libvirt/qemu/save/st.save
