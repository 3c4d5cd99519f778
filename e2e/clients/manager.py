"""What virt-manager's own library learns of a connection when it opens one, and as it polls. Prints one JSON object."""

import json
import sys

sys.path.insert(0, "/usr/share/virt-manager")

import libvirt  # noqa: E402
from virtinst import Guest, VirtinstConnection  # noqa: E402
from virtinst.domcapabilities import DomainCapabilities  # noqa: E402

libvirt.registerErrorHandler(lambda context, error: None, None)
connection = VirtinstConnection(sys.argv[1])
connection.open(None, None)
told = {
    "kind": [connection.is_test(), connection.is_remote(), connection.is_qemu()],
    "daemon": connection.daemon_version(),
    "guests": [[guest.name, guest.type, guest.os.arch, guest.memory] for guest in connection.fetch_all_domains()],
    "pools": [[pool.name, pool.type, pool.target_path] for pool in connection.fetch_all_pools()],
    "volumes": [volume.name for volume in connection.fetch_all_vols()],
    "devices": sorted(device.name for device in connection.fetch_all_nodedevs()),
    "guest kinds": sorted({(guest.os_type, guest.arch) for guest in connection.caps.guests}),
    "host": [connection.caps.host.cpu.arch, connection.caps.host.cpu.model],
}
for name, feature in [
    ("storage", connection.support.conn_storage),
    ("node devices", connection.support.conn_nodedev),
    ("networks", connection.support.conn_network),
    ("domain capabilities", connection.support.conn_domain_capabilities),
]:
    told["supports " + name] = bool(feature())
capabilities = DomainCapabilities.build_from_params(connection, "/usr/bin/test-hv", "i686", None, "test")
told["domain capabilities"] = [capabilities.domain, capabilities.arch, capabilities.supports_uefi_loader()]
guest = Guest(connection)
guest.name = "new"
guest.set_defaults(guest)
told["a new guest"] = [guest.type, guest.os.os_type, guest.os.machine, guest.emulator]
json.dump(told, sys.stdout)
