"""A connection with a running event loop, the facts a script collects, and what it waits for."""

import json
import sys
import threading

import libvirt

libvirt.registerErrorHandler(lambda context, error: None, None)
libvirt.virEventRegisterDefaultImpl()


def run_loop():
    while True:
        libvirt.virEventRunDefaultImpl()


threading.Thread(target=run_loop, daemon=True).start()


class Heard:
    """Events in the order in which they came; wait() returns when one is among them."""

    def __init__(self):
        self.events = []
        self.arrival = threading.Condition()

    def add(self, *event):
        with self.arrival:
            self.events.append(list(event))
            self.arrival.notify_all()

    def wait(self, *event, count=1):
        with self.arrival:
            if not self.arrival.wait_for(lambda: self.events.count(list(event)) >= count, 20):
                raise SystemExit("no event %s among %s" % (event, self.events))


class Facts:
    """What a script found out, by name. An error is its code and who speaks: the domain's number, or the driver itself."""

    drivers = (libvirt.VIR_FROM_TEST, libvirt.VIR_FROM_QEMU, libvirt.VIR_FROM_STORAGE)

    def __init__(self):
        self.found = {}

    def tell(self, name, value):
        self.found[name] = value

    def attempt(self, name, function, *args):
        """The result if it is plain data, `done` for an object, or the error."""
        try:
            result = function(*args)
        except libvirt.libvirtError as error:
            speaker = error.get_error_domain()
            result = ["error", error.get_error_code(), "driver" if speaker in self.drivers else speaker]
        plain = result is None or isinstance(result, (bool, int, float, str, list, tuple, dict))
        self.found[name] = result if plain else "done"
        return result

    def print(self):
        json.dump(self.found, sys.stdout)
        print()


facts = Facts()
# A script that ends early says how far it came.
sys.excepthook = lambda kind, error, trace: (sys.__excepthook__(kind, error, trace), print(facts.found, file=sys.stderr))


def between(text, start, end):
    """What stands between two words, for a look into a document."""
    return text.split(start, 1)[1].split(end, 1)[0] if start in text else None
