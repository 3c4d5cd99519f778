"""Snapshots, checkpoints and backups: trees, reverts, what is refused. Prints one JSON object."""

import os
import re
import sys

import libvirt
from session import Heard, between, facts

uri, domain_type, folder = sys.argv[1:4]
connection = libvirt.open(uri)
heard = Heard()
connection.domainEventRegisterAny(
    None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, lambda conn, dom, event, detail, none: heard.add(event, detail), None
)
connection.domainEventRegisterAny(
    None,
    libvirt.VIR_DOMAIN_EVENT_ID_JOB_COMPLETED,
    lambda conn, dom, stats, none: heard.add("job", stats["operation"]),
    None,
)

connection.domainEventRegisterAny(
    None, libvirt.VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, lambda conn, dom, kind, uri, none: heard.add("title"), None
)

image = os.path.join(folder, "tree.qcow2")
os.system("qemu-img create -q -f qcow2 %s 1M" % image)
domain = connection.defineXML(
    """<domain type='%s'><name>tree</name><memory unit='MiB'>64</memory><os><type>hvm</type></os>
<devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='%s'/>
<target dev='vda' bus='virtio'/></disk></devices></domain>"""
    % (domain_type, image)
)


def snapshot(name, flags=0, rest=""):
    xml = "<domainsnapshot><name>%s</name>%s</domainsnapshot>" % (name, rest)
    return domain.snapshotCreateXML(xml, flags)


def tree():
    return sorted([each.getName(), each.getParent().getName() if each.numParents() else None] for each in all_of())


def all_of():
    found = domain.listAllSnapshots()
    for each in found:
        each.numParents = lambda each=each: "<parent>" in each.getXMLDesc()
    return found


# What is heard of a change, but for definitions (0) and the moments in which a real guest stands still (3, 4).
def heard_of(name, change, *args):
    heard.events.clear()
    facts.attempt(name, change, *args)
    # Events come in order: when the last one is there, all are.
    domain.setMetadata(libvirt.VIR_DOMAIN_METADATA_TITLE, name, None, None, libvirt.VIR_DOMAIN_AFFECT_CONFIG)
    heard.wait("title")
    facts.tell(name + ": events", [event for event in heard.events if event[0] in (2, 5)])


# Snapshots: a is taken while the guest is off, b and c while it runs, d beside c.
facts.attempt("none yet", domain.snapshotCurrent)
snapshot("a", rest="<description>first</description>")
domain.create()
snapshot("b")
snapshot("c")
facts.tell("current", domain.snapshotCurrent().getName())
heard_of("revert to b", domain.revertToSnapshot, domain.snapshotLookupByName("b"))
facts.attempt("d", snapshot, "d")
facts.tell("tree", tree())
facts.tell("states", [between(each.getXMLDesc(), "<state>", "</state>") for each in sorted(all_of(), key=lambda s: s.getName())])
facts.tell("described", between(domain.snapshotLookupByName("a").getXMLDesc(), "<description>", "</description>"))
facts.tell("roots", [each.getName() for each in domain.listAllSnapshots(libvirt.VIR_DOMAIN_SNAPSHOT_LIST_ROOTS)])
facts.tell("leaves", sorted(each.getName() for each in domain.listAllSnapshots(libvirt.VIR_DOMAIN_SNAPSHOT_LIST_LEAVES)))
facts.tell("children of b", sorted(domain.snapshotLookupByName("b").listChildrenNames()))
facts.tell("numbers", [domain.snapshotNum(), domain.snapshotLookupByName("a").numChildren(libvirt.VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS)])
facts.attempt("same name", snapshot, "c")
facts.attempt("unknown", domain.snapshotLookupByName, "x")
heard_of("revert to a", domain.revertToSnapshot, domain.snapshotLookupByName("a"))
facts.tell("state after a", domain.state()[:1])
facts.attempt("undefine with snapshots", domain.undefine)
heard_of("revert to a, running", domain.revertToSnapshot, domain.snapshotLookupByName("a"), libvirt.VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING)
facts.tell("state", domain.state()[:1])
heard_of("revert to c, paused", domain.revertToSnapshot, domain.snapshotLookupByName("c"), libvirt.VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED)
facts.tell("paused", domain.state()[:1])
facts.attempt("delete b", domain.snapshotLookupByName("b").delete)
facts.tell("tree without b", tree())
facts.attempt("delete a and all below", domain.snapshotLookupByName("a").delete, libvirt.VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN)
facts.tell("left", domain.snapshotListNames())
domain.destroy()

# A snapshot outside of the image: the guest goes on in a file above it.
if "complete" in uri or domain_type == "qemu":
    domain.create()
    above = os.path.join(folder, "above.qcow2")
    outside = "<disks><disk name='vda' snapshot='external'><source file='%s'/></disk></disks>" % above
    if os.path.exists(above):
        os.remove(above)
    facts.attempt("outside", snapshot, "outside", libvirt.VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY, outside)
    facts.tell("sources", [os.path.basename(path) for path in re.findall("<source file='(.*?)'", domain.XMLDesc(0))])
    facts.attempt("delete outside", domain.snapshotLookupByName("outside").delete)
    facts.tell("snapshots left", domain.snapshotListNames())

    # Checkpoints and backups.
    def checkpoint(name):
        return domain.checkpointCreateXML("<domaincheckpoint><name>%s</name></domaincheckpoint>" % name)

    facts.attempt("checkpoint", checkpoint, "one")
    facts.attempt("second checkpoint", checkpoint, "two")
    facts.attempt("same checkpoint", checkpoint, "two")
    two = domain.checkpointLookupByName("two")
    facts.tell("parent", two.getParent().getName())
    facts.tell("checkpoints", sorted(each.getName() for each in domain.listAllCheckpoints()))
    facts.tell("bitmap", re.findall("<disk name='(.*?)' checkpoint='(.*?)' bitmap='(.*?)'", two.getXMLDesc()))
    facts.attempt("snapshot beside checkpoints", snapshot, "beside")
    facts.attempt("checkpoint beside snapshots", checkpoint, "late")
    facts.attempt("no backup", domain.backupGetXMLDesc)
    copy = os.path.join(folder, "copy.qcow2")
    push = """<domainbackup><incremental>one</incremental><disks><disk name='vda' type='file'><driver type='qcow2'/>
<target file='%s'/></disk></disks></domainbackup>""" % copy
    heard.events.clear()
    facts.attempt("backup", domain.backupBegin, push, "<domaincheckpoint><name>three</name></domaincheckpoint>")
    heard.wait("job", libvirt.VIR_DOMAIN_JOB_OPERATION_BACKUP)
    facts.tell("third", domain.checkpointLookupByName("three").getParent().getName())
    facts.attempt("of an unknown one", domain.backupBegin, push.replace("one<", "none<").replace("copy", "copy2"), None)
    statistics = domain.jobStats(libvirt.VIR_DOMAIN_JOB_STATS_COMPLETED)
    facts.tell("completed", [statistics["type"], statistics["operation"]])
    facts.attempt("delete two", two.delete)
    facts.tell("child", domain.checkpointLookupByName("three").getParent().getName())
    domain.destroy()
    facts.attempt("undefine with checkpoints", domain.undefine)
    domain.create()
    facts.attempt("delete all", domain.checkpointLookupByName("one").delete, libvirt.VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN)
    facts.tell("no checkpoints", domain.listAllCheckpoints())
    facts.attempt("delete the snapshot beside them", lambda: domain.snapshotLookupByName("beside").delete())
    domain.destroy()
domain.undefine()
facts.print()
