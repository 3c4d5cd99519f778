"""Hears every kind of domain event that python-libvirt knows, and prints a line for each: its kind and what it says."""

import sys
import threading

import libvirt

libvirt.registerErrorHandler(lambda context, error: None, None)
libvirt.virEventRegisterDefaultImpl()
connection = libvirt.open(sys.argv[1])
PREFIX = "VIR_DOMAIN_EVENT_ID_"
kinds = {getattr(libvirt, name): name[len(PREFIX) :] for name in dir(libvirt) if name.startswith(PREFIX)}


def plain(value):
    return sorted(value.items()) if isinstance(value, dict) else value


def listener(kind):
    def heard(conn, domain, *said):
        print(kind, domain.name(), [plain(value) for value in said[:-1]], flush=True)

    return heard


for number, kind in sorted(kinds.items()):
    connection.domainEventRegisterAny(None, number, listener(kind), None)
print("listening to", len(kinds), flush=True)
# Ends with its standard input.
threading.Thread(target=lambda: [libvirt.virEventRunDefaultImpl() for _ in iter(int, 1)], daemon=True).start()
sys.stdin.read()
