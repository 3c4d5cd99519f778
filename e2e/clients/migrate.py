"""Guests move between two daemons: in each way that clients know, and back out of those that fail. Prints one JSON object."""

import sys
import threading

import libvirt
from session import Heard, facts

uri, other_uri, domain_type = sys.argv[1:4]
here, there = libvirt.open(uri), libvirt.open(other_uri)
heard = Heard()
for where, connection in [("here", here), ("there", there)]:
    connection.domainEventRegisterAny(
        None,
        libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE,
        lambda conn, dom, event, detail, where: heard.add(where, event, detail),
        where,
    )
here.domainEventRegisterAny(
    None,
    libvirt.VIR_DOMAIN_EVENT_ID_JOB_COMPLETED,
    lambda conn, dom, stats, none: heard.add("job", stats["operation"]),
    None,
)
LIVE, P2P, PERSIST, UNDEFINE, OFFLINE, PAUSED, TUNNELLED = (
    libvirt.VIR_MIGRATE_LIVE,
    libvirt.VIR_MIGRATE_PEER2PEER,
    libvirt.VIR_MIGRATE_PERSIST_DEST,
    libvirt.VIR_MIGRATE_UNDEFINE_SOURCE,
    libvirt.VIR_MIGRATE_OFFLINE,
    libvirt.VIR_MIGRATE_PAUSED,
    libvirt.VIR_MIGRATE_TUNNELLED,
)


def guest(name, memory=64, start=True):
    xml = "<domain type='%s'><name>%s</name><memory unit='MiB'>%d</memory><os><type>hvm</type></os></domain>"
    domain = here.defineXML(xml % (domain_type, name, memory))
    if start:
        domain.create()
    return domain


def ends(name):
    """Where a guest is: state and whether it is persistent, here and there."""

    def of(connection):
        try:
            domain = connection.lookupByName(name)
        except libvirt.libvirtError:
            return None
        return [domain.state()[0], domain.isPersistent()]

    return [of(here), of(there)]


def clear(*names):
    for connection in here, there:
        for name in names:
            try:
                domain = connection.lookupByName(name)
            except libvirt.libvirtError:
                continue
            persistent = domain.isPersistent()
            if domain.isActive():
                domain.destroy()
            if persistent:
                domain.undefine()
    heard.events.clear()


def move(name, how, flags, parameters=None, to=None, memory=64, start=True):
    domain = guest("vm", memory, start)
    if how == "direct":
        facts.attempt(name, domain.migrate3, there, parameters or {}, flags)
    elif how == "old":
        facts.attempt(name, domain.migrate, there, flags, None, None, 0)
    else:
        facts.attempt(name, domain.migrateToURI3, other_uri, parameters or {}, flags)
    facts.tell(name + ": ends", ends(to or "vm"))
    clear("vm", to or "vm")


move("direct", "direct", LIVE)
move("direct, persistent there only", "direct", LIVE | PERSIST | UNDEFINE)
move("without named parameters", "old", LIVE)
move("paused", "direct", LIVE | PAUSED)
move("peer to peer", "p2p", LIVE | P2P | PERSIST)
move("tunnelled", "p2p", LIVE | P2P | TUNNELLED)
move("under another name", "direct", LIVE | PERSIST, {libvirt.VIR_MIGRATE_PARAM_DEST_NAME: "moved"}, to="moved")
move("offline", "direct", OFFLINE | PERSIST, start=False)
move("offline, peer to peer", "p2p", OFFLINE | PERSIST | P2P | UNDEFINE, start=False)
move("offline without a place to stay", "direct", OFFLINE, start=False)
move("while off", "direct", LIVE, start=False)
move("tunnelled without a peer", "direct", LIVE | TUNNELLED)

# What both sides and those who listen see of one.
domain = guest("vm")
uuid = domain.UUIDString()
heard.wait("here", libvirt.VIR_DOMAIN_EVENT_STARTED, libvirt.VIR_DOMAIN_EVENT_STARTED_BOOTED)
heard.events.clear()
moved = domain.migrate3(there, {}, LIVE)
heard.wait("job", libvirt.VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT)
heard.wait("here", libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_STOPPED_MIGRATED)
heard.wait("there", libvirt.VIR_DOMAIN_EVENT_RESUMED, libvirt.VIR_DOMAIN_EVENT_RESUMED_MIGRATED)
facts.tell("same guest", moved.UUIDString() == uuid)
for where in "here", "there":
    facts.tell("heard " + where, [event[1:] for event in heard.events if event[0] == where])
clear("vm")

# The destination has a guest of this name already.
xml = "<domain type='%s'><name>vm</name><memory unit='MiB'>64</memory><os><type>hvm</type></os></domain>" % domain_type
there.defineXML(xml)
domain = guest("vm")
facts.attempt("refused", domain.migrate3, there, {}, LIVE)
facts.tell("refused: ends", ends("vm"))
facts.attempt("nobody there", domain.migrateToURI3, other_uri.replace("sock", "none"), {}, LIVE | P2P)
facts.attempt("other machine", domain.migrate3, there, {libvirt.VIR_MIGRATE_PARAM_DEST_XML: "<domain/>"}, LIVE)
facts.tell("still here", ends("vm"))
clear("vm")

# One that is given up on the way: at a MiB a second it takes a minute.
domain = guest("slow")
outcome = []


def leave():
    try:
        domain.migrate3(there, {libvirt.VIR_MIGRATE_PARAM_BANDWIDTH: 1}, LIVE)
        outcome.append("moved")
    except libvirt.libvirtError as error:
        outcome.append(error.get_error_code())


migration = threading.Thread(target=leave)
migration.start()
while domain.jobInfo()[0] == libvirt.VIR_DOMAIN_JOB_NONE and migration.is_alive():
    migration.join(0.05)
statistics = domain.jobStats()
facts.tell("on the way", [statistics["type"], statistics["operation"], statistics["memory_total"] > 0])
facts.tell("prepared there", [ends("slow")[1] is not None, domain.migrateGetMaxSpeed()])
facts.attempt("faster", domain.migrateSetMaxSpeed, 2)
domain.abortJob()
migration.join(30)
facts.tell("given up", outcome)
facts.tell("given up: ends", ends("slow"))
facts.tell("no job", domain.jobInfo()[0])
facts.tell("goes on", domain.state()[0])
clear("slow")
facts.print()
