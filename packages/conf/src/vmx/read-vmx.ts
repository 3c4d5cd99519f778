import { formatUuid, parseUuid } from '@tsvirt/util';
import { mapDevices } from '../domain/complete/devices.js';
import { completeDomain } from '../domain/complete/complete-domain.js';
import { writeCpuList } from '../kernel/index.js';
import { noDevices } from '../domain/devices.js';
import type { Controller } from '../domain/controller.js';
import type { Domain } from '../domain/domain.js';
import type { Filesystem } from '../domain/filesystem.js';
import type { Graphics } from '../domain/graphics.js';
import type { Os } from '../domain/os.js';
import { readEntries, type VmxEntries, vmxFault } from './entries.js';
import { unescapePercent, unescapePipe } from './escapes.js';
import { plainFileNames, type VmxFileNames } from './file-names.js';
import { vmxPolicy } from './policy.js';
import { readAffinity, readShares, readTopology, readVcpus } from './read-cpu.js';
import { readDisks } from './read-disk.js';
import { readInterfaces } from './read-interface.js';
import { readParallels, readSerials } from './read-ports.js';

/** Where a VMX file is from. */
export interface VmxReadOptions {
  /** How files are named; as they stand unless given. */
  readonly fileNames?: VmxFileNames;
  /** The path of the datacenter, for guests of a vCenter's. */
  readonly datacenterPath?: string;
  /** Documents number 16 units to a SCSI bus, as ESX's do, instead of 7. */
  readonly wideScsi?: boolean;
  /** Bridged network cards may name no network, as those of Workstation and Fusion do. */
  readonly unnamedNetworks?: boolean;
}

/**
 * Reads a VMX file as the definition of a guest of VMware's, complete.
 * @throws CONF_SYNTAX, INTERNAL_ERROR for what is not such a file or not understood; XML_ERROR and others for a guest
 * that a document cannot describe
 */
export function readVmx(source: string | Uint8Array, options: VmxReadOptions = {}): Domain {
  const entries = readEntries(source);
  checkVersions(entries);
  const names = options.fileNames ?? plainFileNames;
  const count = readVcpus(entries);
  const affinity = readAffinity(entries, count);
  const shares = readShares(entries, count);
  const topology = readTopology(entries, count);
  const description = entries.text('annotation');
  const domain: Domain = {
    type: 'vmware',
    name: unescapePipe(unescapePercent(entries.text('displayName') ?? '', 'name'), 'name'),
    uuid: readUuid(entries),
    ...(description !== undefined && { description: unescapePipe(description, 'annotation') }),
    ...readMemory(entries),
    vcpu: { count, ...(affinity !== undefined && { cpuset: writeCpuList(affinity) }) },
    ...(shares !== undefined && { cputune: { shares } }),
    ...(topology !== undefined && { cpu: { topology } }),
    os: readOs(entries),
    clock: { time: { offset: 'utc' } },
    onPoweroff: 'destroy',
    onReboot: 'restart',
    onCrash: 'destroy',
    devices: {
      ...noDevices,
      disks: readDisks(entries, names, options.wideScsi === true),
      filesystems: readFilesystems(entries),
      interfaces: readInterfaces(entries, options.unnamedNetworks === true),
      serials: readSerials(entries, names),
      parallels: readParallels(entries, names),
      graphics: readGraphics(entries),
      videos: [{ model: { type: 'vmvga', vram: Math.ceil((entries.integer('svga.vramSize') ?? 4_194_304) / 1024) } }],
    },
    ...(options.datacenterPath !== undefined && { vmware: { datacenterPath: { path: options.datacenterPath } } }),
  };
  return withScsiModels(withoutHeads(completeDomain(domain, vmxPolicy(options.wideScsi === true))), entries);
}

function checkVersions(entries: VmxEntries): void {
  const version = Number(entries.integer('config.version') ?? missing('config.version'));
  if (version !== 8) throw vmxFault(`Expecting VMX entry 'config.version' to be 8 but found ${version}`);
  const hardware = Number(entries.integer('virtualHW.version') ?? missing('virtualHW.version'));
  if (hardware < 4) throw vmxFault(`Expecting VMX entry 'virtualHW.version' to be 4 or higher but found ${hardware}`);
}

function missing(name: string): never {
  throw vmxFault(`Missing essential config entry '${name}'`);
}

function readUuid(entries: VmxEntries): string {
  const text = entries.text('uuid.bios');
  if (text === undefined) return '00000000-0000-0000-0000-000000000000';
  const bytes = parseUuid(text);
  if (bytes === undefined) throw vmxFault(`Could not parse UUID from string '${text}'`);
  return formatUuid(bytes);
}

const kibPerMib = 1024n;

/** Sizes stand in the file in MiB. */
function readMemory(entries: VmxEntries): Pick<Domain, 'memory' | 'currentMemoryKiB' | 'memtune'> {
  const memsize = entries.integer('memsize') ?? 32;
  if (memsize <= 0 || memsize % 4 !== 0) {
    throw vmxFault(`Expecting VMX entry 'memsize' to be an unsigned integer (multiple of 4) but found ${memsize}`);
  }
  const limit = entries.integer('sched.mem.max') ?? memsize;
  const current = limit < 0 || limit > memsize ? memsize : limit;
  const guarantee = Math.min(entries.integer('sched.mem.minsize') ?? 0, memsize);
  return {
    memory: { sizeKiB: BigInt(memsize) * kibPerMib },
    currentMemoryKiB: BigInt(current) * kibPerMib,
    ...(guarantee > 0 && { memtune: { minGuaranteeKiB: BigInt(guarantee) * kibPerMib } }),
  };
}

function readOs(entries: VmxEntries): Os {
  const wide = entries.text('guestOS')?.toLowerCase().endsWith('-64') === true;
  const efi = entries.text('firmware')?.toLowerCase() === 'efi';
  return {
    ...(efi && { firmwareKind: 'efi' }),
    type: { type: 'hvm', arch: wide ? 'x86_64' : 'i686' },
    ...(entries.boolean('smbios.reflecthost') === true && { smbios: 'host' }),
  };
}

function readFilesystems(entries: VmxEntries): readonly Filesystem[] {
  if (entries.boolean('isolation.tools.hgfs.disable') !== false) return [];
  const filesystems: Filesystem[] = [];
  const count = Math.min(entries.integer('sharedFolder.maxNum') ?? 0, 1000);
  for (let number = 0; number < count; number++) {
    const name = `sharedFolder${number}`;
    if (entries.boolean(`${name}.present`) !== true || entries.boolean(`${name}.enabled`) === false) continue;
    filesystems.push({
      accessMode: 'passthrough',
      source: { type: 'mount', dir: entries.requiredText(`${name}.hostPath`) },
      target: { dir: entries.requiredText(`${name}.guestName`) },
      ...(entries.boolean(`${name}.writeAccess`) !== true && { readonly: true }),
    });
  }
  return filesystems;
}

function readGraphics(entries: VmxEntries): readonly Graphics[] {
  if (entries.boolean('RemoteDisplay.vnc.enabled') !== true) return [];
  const port = entries.integer('RemoteDisplay.vnc.port');
  const address = entries.text('RemoteDisplay.vnc.ip');
  const keymap = entries.text('RemoteDisplay.vnc.keymap');
  const passwd = entries.text('RemoteDisplay.vnc.password');
  return [
    {
      kind: {
        type: 'vnc',
        ...(port === undefined ? { autoport: true } : { port, autoport: false }),
        ...(address !== undefined && { listens: [{ type: 'address', address }] }),
        ...(keymap !== undefined && { keymap }),
        ...(passwd !== undefined && { passwd }),
      },
    },
  ];
}

/** A VMX file doesn't say how many heads the video device has. */
function withoutHeads(domain: Domain): Domain {
  return mapDevices(domain, {
    videos({ model, ...video }) {
      if (model === undefined) return video;
      const { heads: _heads, ...rest } = model;
      return { ...video, model: rest };
    },
  });
}

const scsiModels = {
  buslogic: 'buslogic',
  lsilogic: 'lsilogic',
  lsisas1068: 'lsisas1068',
  pvscsi: 'vmpvscsi',
} as const;

/** The models of the SCSI controllers that there are drives on. */
function withScsiModels(domain: Domain, entries: VmxEntries): Domain {
  const { devices } = domain;
  const controllers = devices.controllers.map((controller): Controller => {
    if (controller.kind.type !== 'scsi') return controller;
    const name = `scsi${controller.index ?? 0}.virtualDev`;
    const given = entries.text(name);
    const model = given?.toLowerCase();
    if (model === undefined) return controller;
    if (!isScsiModel(model)) {
      throw vmxFault(
        `Expecting VMX entry '${name}' to be 'buslogic' or 'lsilogic' or 'lsisas1068' or 'pvscsi' but found '${given}'`,
      );
    }
    return { ...controller, kind: { ...controller.kind, model: scsiModels[model] } };
  });
  return { ...domain, devices: { ...devices, controllers } };
}

function isScsiModel(name: string): name is keyof typeof scsiModels {
  return Object.hasOwn(scsiModels, name);
}
