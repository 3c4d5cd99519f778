"""Pools, volumes and what flows in and out of them; secrets, network filters. Prints one JSON object."""

import os
import sys

import libvirt
from session import Heard, between, facts

uri, pool_folder = sys.argv[1], sys.argv[3]
connection = libvirt.open(uri)
heard = Heard()
connection.storagePoolEventRegisterAny(
    None,
    libvirt.VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE,
    lambda conn, pool, event, detail, none: heard.add("pool", event),
    None,
)
connection.storagePoolEventRegisterAny(
    None, libvirt.VIR_STORAGE_POOL_EVENT_ID_REFRESH, lambda conn, pool, none: heard.add("refreshed"), None
)
connection.secretEventRegisterAny(
    None, libvirt.VIR_SECRET_EVENT_ID_LIFECYCLE, lambda conn, secret, event, detail, none: heard.add("secret", event), None
)
connection.secretEventRegisterAny(
    None, libvirt.VIR_SECRET_EVENT_ID_VALUE_CHANGED, lambda conn, secret, none: heard.add("value"), None
)

pool = connection.storagePoolDefineXML(
    "<pool type='dir'><name>shelf</name><target><path>%s/shelf</path></target></pool>" % pool_folder
)
facts.attempt("build", pool.build, 0)
facts.attempt("start", pool.create, 0)
facts.attempt("start again", pool.create, 0)
facts.attempt("autostart", pool.setAutostart, 1)
KIND = "<volume><name>%s</name><capacity unit='KiB'>%d</capacity><target><format type='%s'/></target></volume>"
volume = pool.createXML(KIND % ("one", 256, "raw"))
facts.attempt("same name", pool.createXML, KIND % ("one", 256, "raw"))
facts.tell("info", [volume.info()[0], volume.info()[1]])

# All bytes up, some of them down.
content = bytes(index * 7 % 256 for index in range(200_000))
stream = connection.newStream()
volume.upload(stream, 0, len(content))
sent = [0]


def piece(stream, count, opaque):
    part = content[sent[0] : sent[0] + count]
    sent[0] += len(part)
    return part


stream.sendAll(piece, None)
stream.finish()


def download(volume, offset, length, flags=0):
    """What a volume holds; holes come back as zeroes."""
    stream = connection.newStream()
    volume.download(stream, offset, length, flags)
    parts = []
    if flags:
        stream.sparseRecvAll(
            lambda stream, data, opaque: parts.append(data),
            lambda stream, length, opaque: parts.append(bytes(length)),
            None,
        )
    else:
        stream.recvAll(lambda stream, data, opaque: parts.append(data), None)
    stream.finish()
    return b"".join(parts)


facts.tell("came back", [download(volume, 0, len(content)) == content, download(volume, 1000, 500) == content[1000:1500]])
facts.tell("beyond the end", len(download(volume, 1 << 30, 10)))

# A hole between two pieces.
sparse = pool.createXML(KIND % ("sparse", 1024, "raw"))
stream = connection.newStream()
sparse.upload(stream, 0, 0, libvirt.VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM)
stream.send(b"a" * 65536)
stream.sendHole(65536 * 8)
stream.send(b"b" * 65536)
stream.finish()
whole = b"a" * 65536 + bytes(65536 * 8) + b"b" * 65536
facts.tell("sparse", download(sparse, 0, 0, libvirt.VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM)[: len(whole)] == whole)
facts.tell("flat", download(sparse, 0, len(whole)) == whole)

# A stream that is given up.
stream = connection.newStream()
volume.upload(stream, 0, 65536)
stream.send(b"x" * 100)
stream.abort()
facts.tell("after an abort", connection.storageVolLookupByKey(volume.key()).name())

copy = pool.createXMLFrom(KIND % ("copy", 1024, "raw"), sparse, 0)
facts.tell("copied", download(copy, 0, len(whole)) == whole)
facts.attempt("resize", copy.resize, 2 << 20)
facts.tell("resized", copy.info()[1])
facts.attempt("wipe", copy.wipe, 0)
facts.tell("wiped", download(copy, 0, 65536) == b"\0" * 65536)
facts.attempt("refresh", pool.refresh)
facts.tell("volumes", sorted(each.name() for each in pool.listAllVolumes()))
facts.attempt("delete pool", pool.undefine)
for each in pool.listAllVolumes():
    each.delete(0)
facts.attempt("unknown volume", pool.storageVolLookupByName, "one")
facts.attempt("stop", pool.destroy)
facts.attempt("remove", pool.delete, 0)
facts.attempt("undefine", pool.undefine)
heard.wait("pool", libvirt.VIR_STORAGE_POOL_EVENT_UNDEFINED)
# How many times a pool is read anew after uploads is a matter of how fast they follow each other.
events = heard.events[:]
facts.tell("heard of pools", [event for before, event in zip([None, *events], events) if event != before])
heard.events.clear()

# Secrets.
SECRET = "<secret ephemeral='no' private='%s'><usage type='ceph'><name>%s</name></usage></secret>"
secret = connection.secretDefineXML(SECRET % ("no", "cluster"))
facts.attempt("no value", secret.value)
facts.attempt("set", secret.setValue, b"s3cret\0!")
facts.tell("value", secret.value().decode())
facts.tell("by usage", connection.secretLookupByUsage(libvirt.VIR_SECRET_USAGE_TYPE_CEPH, "cluster").UUIDString() == secret.UUIDString())
facts.attempt("same usage", connection.secretDefineXML, SECRET % ("no", "cluster"))
private = connection.secretDefineXML(SECRET % ("yes", "inner"))
private.setValue(b"x")
facts.attempt("private value", private.value)
facts.tell("list", sorted(each.usageID() for each in connection.listAllSecrets()))
facts.tell("private ones", [each.usageID() for each in connection.listAllSecrets(libvirt.VIR_CONNECT_LIST_SECRETS_PRIVATE)])
for each in (secret, private):
    each.undefine()
heard.wait("secret", libvirt.VIR_SECRET_EVENT_UNDEFINED, count=2)
facts.attempt("gone", secret.value)
facts.tell("heard of secrets", heard.events[:])

# Network filters.
leaf = connection.nwfilterDefineXML(
    "<filter name='leaf' chain='ipv4'><rule action='drop' direction='in' priority='500'><ip/></rule></filter>"
)
facts.tell("leaf", between(leaf.XMLDesc(0), "<rule ", ">"))
root = connection.nwfilterDefineXML("<filter name='root' chain='root'><filterref filter='leaf'/></filter>")
facts.attempt("in use", leaf.undefine)
facts.attempt("loop", connection.nwfilterDefineXML, "<filter name='leaf' chain='root'><filterref filter='root'/></filter>")
facts.attempt("bad rule", connection.nwfilterDefineXML, "<filter name='b'><rule action='no' direction='in'/></filter>")
facts.tell("filters", sorted(name for name in connection.listNWFilters() if name in ("leaf", "root")))
root.undefine()
facts.attempt("free", leaf.undefine)
facts.attempt("no such filter", connection.nwfilterLookupByName, "leaf")
facts.print()
