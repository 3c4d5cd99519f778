"""Devices come, change and go while a guest runs, and in its configuration. Prints one JSON object."""

import os
import re
import sys

import libvirt
from session import Heard, facts

uri, domain_type, folder = sys.argv[1:4]
LIVE, CONFIG = libvirt.VIR_DOMAIN_AFFECT_LIVE, libvirt.VIR_DOMAIN_AFFECT_CONFIG
XML = """<domain type='%s'><name>plug</name><memory unit='MiB'>64</memory><os><type>hvm</type></os>
<features><acpi/></features><devices>
<controller type='scsi' index='0' model='virtio-scsi'/><controller type='usb' index='0' model='piix3-uhci'/>
<disk type='file' device='cdrom'><target dev='hda' bus='ide'/><readonly/></disk></devices></domain>"""


def image(name):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.truncate(1 << 20)
    return path


def disk(path, target="sda", bus="scsi"):
    return """<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='%s'/>
<target dev='%s' bus='%s'/></disk>""" % (path, target, bus)


def cdrom(source):
    return """<disk type='file' device='cdrom'><driver name='qemu' type='raw'/>%s
<target dev='hda' bus='ide'/><readonly/></disk>""" % source


def nic(mac, model="virtio", rest=""):
    return "<interface type='user'><mac address='%s'/><model type='%s'/>%s</interface>" % (mac, model, rest)


connection = libvirt.open(uri)
heard = Heard()
for kind, name in [
    (libvirt.VIR_DOMAIN_EVENT_ID_DEVICE_ADDED, "added"),
    (libvirt.VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED, "removed"),
]:
    connection.domainEventRegisterAny(None, kind, lambda conn, dom, alias, name: heard.add(name, alias), name)
connection.domainEventRegisterAny(
    None, libvirt.VIR_DOMAIN_EVENT_ID_TRAY_CHANGE, lambda conn, dom, alias, reason, none: heard.add("tray", alias[:3], reason), None
)

data, medium = image("data.img"), image("medium.iso")
domain = connection.defineXML(XML % domain_type)
facts.attempt("while off, live", domain.attachDeviceFlags, disk(data), LIVE)
facts.attempt("while off, current", domain.attachDeviceFlags, disk(data), 0)
facts.attempt("while off, again", domain.attachDeviceFlags, disk(data), CONFIG)
facts.attempt("while off, detached", domain.detachDeviceFlags, disk(data), CONFIG)
domain.create()

facts.attempt("disk", domain.attachDeviceFlags, disk(data), LIVE)
heard.wait("added", "scsi0-0-0-0")
facts.attempt("disk again", domain.attachDeviceFlags, disk(data), LIVE)
facts.tell("disk live only", [data in domain.XMLDesc(0), data in domain.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE)])

first, second = "52:54:00:00:00:01", "52:54:00:00:00:02"
facts.attempt("nic in both", domain.attachDeviceFlags, nic(first), LIVE | CONFIG)
heard.wait("added", "net0")
facts.attempt("usb nic", domain.attachDeviceFlags, nic(second, "usb-net"), LIVE)
heard.wait("added", "net1")
facts.attempt("link down", domain.updateDeviceFlags, nic(first, rest="<link state='down'/>"), LIVE)
facts.tell("links", re.findall("<link state='(.*?)'", domain.XMLDesc(0)))
facts.attempt("other model", domain.updateDeviceFlags, nic(first, "e1000"), LIVE)
facts.attempt("unknown nic", domain.updateDeviceFlags, nic("52:54:00:00:00:09"), LIVE)

# A guest's firmware that looks at its drive at the same time may close the tray before the medium is in.
domain.suspend()
facts.attempt("medium in", domain.updateDeviceFlags, cdrom("<source file='%s'/>" % medium), LIVE)
facts.tell("medium", medium in domain.XMLDesc(0))
facts.attempt("medium out", domain.updateDeviceFlags, cdrom(""), LIVE)
facts.tell("no medium", medium in domain.XMLDesc(0))
domain.resume()
facts.attempt("disk replaced", domain.updateDeviceFlags, disk(medium), LIVE)

facts.attempt("disk gone", domain.detachDeviceFlags, disk(data), LIVE)
heard.wait("removed", "scsi0-0-0-0")
facts.attempt("disk gone again", domain.detachDeviceFlags, disk(data), LIVE)
facts.attempt("by alias", domain.detachDeviceAlias, "net1", LIVE)
heard.wait("removed", "net1")
facts.attempt("by unknown alias", domain.detachDeviceAlias, "net7", LIVE)

facts.attempt("keyboard", domain.attachDevice, "<input type='keyboard' bus='usb'/>")
facts.attempt("watchdog", domain.attachDevice, "<watchdog model='i6300esb'/>")
facts.attempt("second watchdog", domain.attachDevice, "<watchdog model='i6300esb'/>")
facts.attempt("rng", domain.attachDevice, "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>")
facts.attempt("graphics", domain.attachDevice, "<graphics type='vnc'/>")
facts.attempt("unknown kind", domain.attachDevice, "<nonsense/>")
facts.attempt("no document", domain.attachDevice, "<disk")
facts.attempt("flags", domain.attachDeviceFlags, disk(data), 64)

domain.destroy()
facts.tell("kept", re.findall("<mac address='(.*?)'", domain.XMLDesc(0)))
domain.undefine()
facts.tell("events", [event for event in heard.events if event[1].startswith(("scsi", "net", "ide"))])
facts.print()
