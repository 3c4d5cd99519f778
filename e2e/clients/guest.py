"""What a guest's agent says and does, keys, screens, names and figures that clients ask for. Prints one JSON object."""

import sys

import libvirt
from session import facts

connection = libvirt.open(sys.argv[1])
domain = connection.lookupByName("test")

facts.attempt("host name", domain.hostname, libvirt.VIR_DOMAIN_GET_HOSTNAME_AGENT)
facts.attempt("users", lambda: domain.guestInfo(libvirt.VIR_DOMAIN_GUEST_INFO_USERS)["user.count"])
facts.attempt("information", lambda: len(domain.guestInfo(0)))
facts.attempt("no such information", domain.guestInfo, 1 << 20)
facts.attempt("time", lambda: sorted(domain.getTime()))
facts.attempt("set time", domain.setTime, {"seconds": 12, "nseconds": 5})
facts.attempt("file systems", lambda: [list(each[:3]) for each in domain.fsInfo()])
facts.attempt("freeze", domain.fsFreeze)
facts.attempt("freeze again", domain.fsFreeze)
facts.attempt("thaw", domain.fsThaw)
facts.attempt("trim", domain.fSTrim, "/", 1)
facts.attempt("password", domain.setUserPassword, "root", "secret", 0)
facts.attempt("nobody's password", domain.setUserPassword, "nobody", "secret", 0)
facts.attempt("key", domain.sendKey, libvirt.VIR_KEYCODE_SET_LINUX, 50, [30, 48], 2, 0)
facts.tell("title", domain.setMetadata(libvirt.VIR_DOMAIN_METADATA_TITLE, "Box", None, None))
facts.tell("titled", domain.metadata(libvirt.VIR_DOMAIN_METADATA_TITLE, None))
stream = connection.newStream()
facts.tell("screen", domain.screenshot(stream, 0))
screen = []
stream.recvAll(lambda stream, data, opaque: screen.append(data), None)
stream.finish()
facts.tell("picture", b"".join(screen)[:4].decode("latin-1"))
facts.tell("memory", [domain.maxMemory(), domain.memoryStats()["actual"]])
facts.attempt("less memory", domain.setMemory, 1 << 20)
facts.tell("then", domain.info()[2])
facts.tell("vcpus", [domain.vcpusFlags(), domain.maxVcpus()])
share = "weight" if "weight" in domain.schedulerParameters() else "cpu_shares"
facts.attempt("tuning", domain.setSchedulerParameters, {share: 40})
facts.tell("tuned", domain.schedulerParameters())
facts.attempt("addresses", lambda: sorted(domain.interfaceAddresses(libvirt.VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT)))
facts.attempt("console", domain.openConsole, None, connection.newStream(), 0)
facts.attempt("sleep", domain.pMSuspendForDuration, libvirt.VIR_NODE_SUSPEND_TARGET_MEM, 0)
facts.tell("asleep", domain.state()[0])
facts.attempt("wake", domain.pMWakeup)
facts.tell("awake", domain.state()[0])
facts.print()
