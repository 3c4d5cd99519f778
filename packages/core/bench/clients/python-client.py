"""python-libvirt: calls one after the other, and from many threads. Usage: python-client.py URI MODE SECONDS"""
import json
import os
import sys
import threading
import time

import libvirt

uri, mode, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
libvirt.virEventRegisterDefaultImpl()


def event_loop():
    while True:
        libvirt.virEventRunDefaultImpl()


threading.Thread(target=event_loop, daemon=True).start()
domain = libvirt.open(uri).lookupByName("test")


def calls(end, samples):
    before = time.monotonic()
    while before < end:
        domain.info()
        after = time.monotonic()
        samples.append(after - before)
        before = after


calls(time.monotonic() + 0.3, [])
begin, cpu = time.monotonic(), time.process_time()
samples = []
threads = [threading.Thread(target=calls, args=(begin + seconds, samples)) for _ in range(64 if mode == "pipelined" else 1)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
passed, cpu = time.monotonic() - begin, time.process_time() - cpu
with open("/proc/self/statm") as statm:
    rss = int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE") - sys.getsizeof(samples) - 24 * len(samples)
count = len(samples)
samples.sort()
print(json.dumps({"p50": samples[count // 2] * 1e6, "rate": count / passed, "rssMiB": rss / 2**20, "cpu": cpu / count * 1e6}))
