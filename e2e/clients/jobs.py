"""Jobs of disks and of guests: what they tell, how they end, what is left. Prints one JSON object."""

import os
import re
import subprocess
import sys

import libvirt
from session import Heard, facts

uri, domain_type, folder = sys.argv[1:4]
connection = libvirt.open(uri)
heard = Heard()
connection.domainEventRegisterAny(
    None,
    libvirt.VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2,
    lambda conn, dom, disk, kind, status, none: heard.add("block", disk, kind, status),
    None,
)
connection.domainEventRegisterAny(
    None,
    libvirt.VIR_DOMAIN_EVENT_ID_JOB_COMPLETED,
    lambda conn, dom, stats, none: heard.add("job", stats["operation"]),
    None,
)
COMPLETED, READY, CANCELED = (
    libvirt.VIR_DOMAIN_BLOCK_JOB_COMPLETED,
    libvirt.VIR_DOMAIN_BLOCK_JOB_READY,
    libvirt.VIR_DOMAIN_BLOCK_JOB_CANCELED,
)
PULL, COPY, COMMIT = (
    libvirt.VIR_DOMAIN_BLOCK_JOB_TYPE_PULL,
    libvirt.VIR_DOMAIN_BLOCK_JOB_TYPE_COPY,
    libvirt.VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT,
)
PIVOT = libvirt.VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT


def place(name):
    path = os.path.join(folder, name)
    if os.path.exists(path):
        os.remove(path)
    return path


def snapshot(name):
    xml = "<domainsnapshot><name>%s</name><disks><disk name='vda' snapshot='external'><source file='%s'/></disk></disks></domainsnapshot>"
    flags = libvirt.VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY | libvirt.VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA
    domain.snapshotCreateXML(xml % (name, place(name)), flags)


def sources(inactive=False):
    """The files of a disk, the one that is written to first."""
    xml = domain.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE if inactive else 0)
    return [os.path.basename(path) for path in re.findall("<source file='(.*?)'", xml.split("<mirror")[0])]


def ended(kind, status, count=1):
    heard.wait("block", "vda", kind, status, count=count)


base = place("base.qcow2")
subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", base, "1M"], check=True)
domain = connection.defineXML(
    """<domain type='%s'><name>work</name><memory unit='MiB'>64</memory><os><type>hvm</type></os>
<devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='%s'/>
<target dev='vda' bus='virtio'/></disk></devices></domain>"""
    % (domain_type, base)
)
facts.attempt("pull while off", domain.blockPull, "vda", 0, 0)
domain.create()
facts.attempt("size", domain.blockResize, "vda", 1 << 20, libvirt.VIR_DOMAIN_BLOCK_RESIZE_BYTES)

facts.attempt("no job", domain.blockJobInfo, "vda", 0)
facts.attempt("abort of none", domain.blockJobAbort, "vda", 0)
facts.attempt("speed of none", domain.blockJobSetSpeed, "vda", 1, 0)
facts.attempt("of no disk", domain.blockPull, "vdx", 0, 0)

snapshot("one")
snapshot("two")
facts.tell("chain", sources())
facts.attempt("commit without its flag", domain.blockCommit, "vda", None, None, 0, 0)
facts.attempt("commit", domain.blockCommit, "vda", None, None, 0, libvirt.VIR_DOMAIN_BLOCK_COMMIT_ACTIVE)
ended(COMMIT, READY)
state = domain.blockJobInfo("vda", 0)
facts.tell("at work", [state["type"], state["cur"] == state["end"]])
facts.attempt("another beside it", domain.blockPull, "vda", 0, 0)
facts.tell("mirror", re.findall("<mirror type='file'.*?job='(.*?)'.*?ready='(.*?)'", domain.XMLDesc(0)))
facts.attempt("pivot", domain.blockJobAbort, "vda", PIVOT)
ended(COMMIT, COMPLETED)
facts.tell("committed", sources())
facts.tell("committed, configured", sources(inactive=True))

copy = "<disk type='file'><source file='%s'/><driver type='qcow2'/></disk>" % place("copy")
facts.attempt("copy without an end", domain.blockCopy, "vda", copy)
TRANSIENT = libvirt.VIR_DOMAIN_BLOCK_COPY_TRANSIENT_JOB
facts.attempt("copy", domain.blockCopy, "vda", copy, None, TRANSIENT)
ended(COPY, READY)
facts.attempt("given up", domain.blockJobAbort, "vda", 0)
ended(COPY, CANCELED)
facts.tell("as before", sources())
place("copy")
facts.attempt("copy again", domain.blockCopy, "vda", copy, {"granularity": 65536}, TRANSIENT)
ended(COPY, READY, count=2)
facts.attempt("pivot to the copy", domain.blockJobAbort, "vda", PIVOT)
ended(COPY, COMPLETED)
facts.tell("copied", [sources(), sources(inactive=True)])

snapshot("three")
facts.attempt("pull of what is not below", domain.blockRebase, "vda", "/nowhere", 0, 0)
facts.attempt("pull", domain.blockPull, "vda", 0, 0)
ended(PULL, COMPLETED)
facts.tell("pulled", [sources(), sources(inactive=True)])
facts.tell("heard", [event[2:] for event in heard.events if event[0] == "block"])

heard.events.clear()
facts.tell("no job of the guest", [domain.jobInfo()[0], domain.jobStats()["type"]])
facts.attempt("abort of no job", domain.abortJob)
facts.attempt("dump", domain.coreDumpWithFormat, place("core"), 0, libvirt.VIR_DUMP_MEMORY_ONLY)
facts.attempt("saved", domain.managedSave)
facts.tell("state", [domain.state(), domain.hasManagedSaveImage()])
facts.attempt("on", domain.create)
facts.tell("on: state", [domain.state()[0], domain.hasManagedSaveImage()])
stored = place("stored")
facts.attempt("stored", domain.save, stored)
facts.attempt("restored", connection.restoreFlags, stored, None, libvirt.VIR_DOMAIN_SAVE_PAUSED)
facts.tell("restored: state", domain.state()[0])
facts.attempt("nothing to restore", connection.restore, os.path.join(folder, "nothing"))
domain.destroy()
facts.tell("jobs heard", heard.events)
domain.undefine()
facts.print()
