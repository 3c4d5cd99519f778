import { VirtError } from '@tsvirt/util';
import { Arguments, escaped } from './arguments.js';
import { acpi, acpiTables, boot, bootOrder, directKernel } from './boot.js';
import { characterDevices } from './character.js';
import { clock } from './clock.js';
import type { CommandContext } from './context.js';
import { controllers, smartcardReaders } from './controller.js';
import { cpu } from './cpu.js';
import { disks, floppyController } from './disk.js';
import { bios, firmware, firmwareGlobals } from './firmware.js';
import { graphicalConsoles, headless } from './graphics.js';
import { hostdevs } from './hostdev.js';
import { hubs } from './hub.js';
import { inputs } from './input.js';
import { interfaces } from './interface.js';
import { machine, pciHole, powerManagement, topology } from './machine.js';
import { memballoon } from './memballoon.js';
import { locking, memory, memoryModules, numaCells } from './memory.js';
import {
  filesystems,
  generationId,
  iommu,
  iothreads,
  panics,
  shmems,
  smbios,
  tpms,
  vmcoreinfo,
  vsock,
} from './platform.js';
import { redirdevs } from './redirdev.js';
import { rngs } from './rng.js';
import { smartcards } from './smartcard.js';
import { audios, sounds } from './sound.js';
import { videos } from './video.js';
import { watchdogs } from './watchdog.js';

/** How to run a guest. */
export interface CommandLine {
  readonly emulator: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Builds the command line of a guest. Order matters to nobody but readers and QEMU: what is referred to comes first.
 * @throws CONFIG_UNSUPPORTED naming the device for what this driver cannot give a guest
 */
export function commandLine(options: Omit<CommandContext, 'args'>): CommandLine {
  const args = new Arguments();
  const context: CommandContext = { ...options, args };
  const { domain } = context;
  const order = bootOrder(domain);
  args.option('name', `guest=${escaped(domain.name)}`, 'debug-threads=on');
  args.option('S');
  masterKey(context);
  firmware(context);
  machine(context);
  cpu(context);
  firmwareGlobals(context);
  bios(context);
  memory(context);
  locking(context);
  topology(context);
  iothreads(context);
  numaCells(context);
  args.option('uuid', domain.uuid);
  smbios(context);
  generationId(context);
  headless(context);
  args.option('no-user-config');
  args.option('nodefaults');
  monitor(context);
  clock(context);
  args.option('no-shutdown');
  acpi(context);
  powerManagement(context);
  boot(context);
  pciHole(context);
  directKernel(context);
  acpiTables(context);
  iommu(context);
  controllers(context);
  memoryModules(context);
  hubs(context);
  smartcardReaders(context);
  floppyController(context, order);
  disks(context, order);
  filesystems(context);
  interfaces(context, order);
  smartcards(context);
  characterDevices(context);
  tpms(context);
  inputs(context);
  audios(context);
  graphicalConsoles(context);
  videos(context);
  sounds(context);
  watchdogs(context);
  redirdevs(context, order);
  hostdevs(context, order);
  memballoon(context);
  rngs(context);
  vmcoreinfo(context);
  const extra = domain.qemu?.commandline;
  args.list.push(...(extra?.args ?? []).map(({ value }) => value));
  args.option('sandbox', 'on', 'obsolete=deny', 'elevateprivileges=deny', 'spawn=deny', 'resourcecontrol=deny');
  panics(context);
  shmems(context);
  vsock(context);
  args.option('msg', 'timestamp=on');
  unsupported(context);
  return { emulator: domain.devices.emulator, args: args.list, env: environment(context) };
}

/** The key that secrets on the command line are encrypted with. No running guest of this driver has such a secret. */
function masterKey({ args, files, runs }: CommandContext): void {
  if (!runs)
    args.object({ 'qom-type': 'secret', id: 'masterKey0', format: 'raw', file: `${files.folder}/master-key.aes` });
}

function monitor({ args, files, monitorFd }: CommandContext): void {
  const place = monitorFd === undefined ? `path=${escaped(files.monitor)}` : `fd=${monitorFd}`;
  args.option('chardev', 'socket', 'id=charmonitor', place, 'server=on', 'wait=off');
  args.option('mon', 'chardev=charmonitor', 'id=monitor', 'mode=control');
}

/** Devices that are described but cannot be had. */
function unsupported({ domain }: CommandContext): void {
  const { nvram } = domain.devices;
  const refuse = (what: string): never => {
    throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `${what} devices are not supported`);
  };
  if (nvram !== undefined) refuse('nvram');
}

/** The process's environment: libvirt's few variables, and what the definition adds. */
function environment({ domain, files }: CommandContext): Record<string, string> {
  const { folder } = files;
  const zone = domain.clock.time.offset === 'timezone' ? { TZ: domain.clock.time.timezone } : {};
  const extra = domain.qemu?.commandline?.envs ?? [];
  return {
    LC_ALL: 'C',
    PATH: process.env['PATH'] ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: folder,
    XDG_DATA_HOME: `${folder}/.local/share`,
    XDG_CACHE_HOME: `${folder}/.cache`,
    XDG_CONFIG_HOME: `${folder}/.config`,
    ...zone,
    ...Object.fromEntries(extra.map(({ name, value }) => [name, value ?? ''])),
  };
}
