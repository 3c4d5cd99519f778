"""Drives a daemon through python-libvirt: lists, definitions, states, events, errors. Prints one JSON object."""

import json
import sys
import threading

import libvirt

uri, domain_type = sys.argv[1], sys.argv[2]
XML = """<domain type='%s'><name>py</name><memory unit='MiB'>64</memory><vcpu>2</vcpu>
<os><type arch='%s'>hvm</type></os><metadata><n:a xmlns:n='urn:n'>kept</n:a></metadata></domain>"""

libvirt.virEventRegisterDefaultImpl()
libvirt.registerErrorHandler(lambda context, error: None, None)
loop = threading.Thread(target=lambda: [libvirt.virEventRunDefaultImpl() for _ in iter(int, 1)], daemon=True)
loop.start()

connection = libvirt.open(uri)
events = []
done = threading.Event()


def lifecycle(conn, dom, event, detail, opaque):
    if dom.name() == "py":
        events.append([event, detail])
        if event == libvirt.VIR_DOMAIN_EVENT_UNDEFINED:
            done.set()


callback = connection.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, lifecycle, None)
arch = "i686" if domain_type == "test" else "x86_64"
domain = connection.defineXML(XML % (domain_type, arch))
report = {"type": connection.getType(), "active": [domain.isActive()]}
# The mock hypervisor does not know how to start paused.
if domain_type == "test":
    domain.create()
    domain.suspend()
else:
    domain.createWithFlags(libvirt.VIR_DOMAIN_START_PAUSED)
report["state"] = [list(domain.state())]
domain.resume()
report["state"].append(list(domain.state()))
report["active"].append(domain.isActive())
report["found"] = connection.lookupByUUIDString(domain.UUIDString()).name(), connection.lookupByID(domain.ID()).name()
report["vcpus"] = domain.info()[3]
report["metadata"] = domain.metadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, "urn:n")
report["stats"] = sorted(connection.getAllDomainStats(libvirt.VIR_DOMAIN_STATS_STATE)[-1][1])
domain.destroy()
report["state"].append(list(domain.state()))
domain.undefine()
done.wait(20)
report["events"] = events
try:
    connection.lookupByName("py")
except libvirt.libvirtError as error:
    report["error"] = error.get_error_code(), error.get_error_domain()
try:
    connection.defineXML("<domain type='%s'><name/></domain>" % domain_type)
except libvirt.libvirtError as error:
    report["bad"] = error.get_error_code()
connection.domainEventDeregisterAny(callback)
print(json.dumps(report))
