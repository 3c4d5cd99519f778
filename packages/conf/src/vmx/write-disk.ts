import type { Controller } from '../domain/controller.js';
import { diskIndex } from '../domain/complete/disk-names.js';
import type { Devices } from '../domain/devices.js';
import type { Disk } from '../domain/disk.js';
import { vmxFault } from './entries.js';
import type { VmxFileNames } from './file-names.js';
import type { VmxLines } from './vmx-lines.js';
import { VirtError } from '@tsvirt/util';

interface Place {
  readonly controller: number;
  readonly unit: number;
}

/** Where a drive is by its name, which is what counts in definitions for VMware. */
function placeOf({ target }: Disk): Place {
  const index = diskIndex(target.dev);
  if (index === undefined) throw vmxFault(`Could not parse disk name '${target.dev}'`);
  switch (target.bus) {
    case 'scsi': {
      const unit = index % 15;
      return check(target.dev, { controller: Math.floor(index / 15), unit: unit < 7 ? unit : unit + 1 }, 4, 16);
    }
    case 'sata':
      return check(target.dev, { controller: Math.floor(index / 30), unit: index % 30 }, 4, 30);
    case 'ide':
      return check(target.dev, { controller: Math.floor(index / 2), unit: index % 2 }, 2, 2);
    case 'fdc':
      return check(target.dev, { controller: 0, unit: index }, 1, 2);
    default:
      throw new VirtError('CONFIG_UNSUPPORTED', 'NONE', `Unsupported bus type '${target.bus ?? ''}' for ${target.dev}`);
  }
}

function check(dev: string, place: Place, controllers: number, units: number): Place {
  if (place.controller >= controllers || place.unit >= units)
    throw vmxFault(`Disk '${dev}' is beyond the last one that there can be`);
  return place;
}

const scsiModels: ReadonlyMap<string, string> = new Map([
  ['buslogic', 'buslogic'],
  ['lsilogic', 'lsilogic'],
  ['lsisas1068', 'lsisas1068'],
  ['vmpvscsi', 'pvscsi'],
]);

/** Drives on SCSI as old documents describe them name the model of their controller in `<driver>`. */
function scsiModel({ controllers }: Devices, disks: readonly Disk[], number: number): string | undefined {
  const controller = controllers.find(({ kind, index }) => kind.type === 'scsi' && (index ?? 0) === number);
  const model = modelOf(controller) ?? disks.find(({ driver }) => driver?.name !== undefined)?.driver?.name;
  if (model === undefined || model === 'auto') return undefined;
  const name = scsiModels.get(model);
  if (name === undefined) {
    throw vmxFault(
      `Expecting domain XML attribute 'model' of entry 'controller' to be 'buslogic' or 'lsilogic' or 'lsisas1068' or 'vmpvscsi' but found '${model}'`,
    );
  }
  return name;
}

function modelOf(controller: Controller | undefined): string | undefined {
  return controller?.kind.type === 'scsi' ? controller.kind.model : undefined;
}

/**
 * Writes all drives with the controllers that they need.
 * @returns whether there are any on SCSI
 * @throws INTERNAL_ERROR, CONFIG_UNSUPPORTED for those that VMware does not have
 */
export function writeDisks(lines: VmxLines, devices: Devices, names: VmxFileNames): boolean {
  const { disks } = devices;
  const controllers = new Map<
    string,
    { readonly bus: 'scsi' | 'sata'; readonly number: number; readonly disks: Disk[] }
  >();
  for (const disk of disks) {
    const { bus } = disk.target;
    if (bus !== 'scsi' && bus !== 'sata') continue;
    const number = placeOf(disk).controller;
    const known = controllers.get(`${bus}${number}`);
    if (known === undefined) controllers.set(`${bus}${number}`, { bus, number, disks: [disk] });
    else known.disks.push(disk);
  }
  for (const bus of ['scsi', 'sata'] as const) {
    const present = [...controllers.values()].filter(controller => controller.bus === bus);
    for (const { number, disks: attached } of present.toSorted((a, b) => a.number - b.number)) {
      lines.add(`${bus}${number}.present`, true);
      if (bus === 'scsi') lines.addText(`scsi${number}.virtualDev`, scsiModel(devices, attached, number));
    }
  }
  const floppies = new Set<number>();
  for (const disk of disks) {
    const { controller, unit } = placeOf(disk);
    if (disk.device === 'floppy') {
      writeFloppy(lines, disk, unit, names);
      floppies.add(unit);
    } else writeDrive(lines, disk, `${disk.target.bus}${controller}:${unit}`, names);
  }
  for (let unit = 0; unit < 2; unit++) if (!floppies.has(unit)) lines.add(`floppy${unit}.present`, false);
  return [...controllers.values()].some(({ bus }) => bus === 'scsi');
}

function writeDrive(lines: VmxLines, disk: Disk, name: string, names: VmxFileNames): void {
  const { device, source, driver, target } = disk;
  lines.add(`${name}.present`, true);
  const bus = target.bus ?? '';
  switch (device) {
    case 'disk': {
      if (source.type !== 'file') throw wrongSource(disk, 'file');
      lines.addText(`${name}.deviceType`, bus === 'scsi' ? 'scsi-hardDisk' : 'ata-hardDisk');
      const file = withSuffix(source.file, '.vmdk', disk);
      lines.addText(`${name}.fileName`, file === undefined ? undefined : names.format(file));
      break;
    }
    case 'cdrom':
    case 'lun':
      writeRemovable(lines, disk, name, names);
      break;
    default:
      throw new VirtError('CONFIG_UNSUPPORTED', 'NONE', `Unsupported disk device type '${device}'`);
  }
  if (driver?.cache === 'writethrough') lines.add(`${name}.writeThrough`, true);
  else if (driver?.cache !== undefined && driver.cache !== 'default')
    throw vmxFault(`${bus.toUpperCase()} harddisk '${target.dev}' has unsupported cache mode '${driver.cache}'`);
  if (disk.transient !== undefined) lines.addText(`${name}.mode`, 'independent-nonpersistent');
}

function writeRemovable(lines: VmxLines, disk: Disk, name: string, names: VmxFileNames): void {
  const { device, source, target } = disk;
  if (source.type === 'file') {
    if (device === 'lun') throw wrongSource(disk, 'block');
    lines.addText(`${name}.deviceType`, 'cdrom-image');
    const file = withSuffix(source.file, '.iso', disk);
    lines.addText(`${name}.fileName`, file === undefined ? 'emptyBackingString' : names.format(file));
    return;
  }
  if (source.type !== 'block') throw wrongSource(disk, 'block');
  const { dev } = source;
  const passthru = device === 'lun' && target.bus === 'scsi' && dev?.startsWith('/vmfs/devices/cdrom/') === true;
  lines.addText(`${name}.deviceType`, passthru ? 'scsi-passthru' : device === 'lun' ? 'cdrom-raw' : 'atapi-cdrom');
  if (dev === undefined) lines.add(`${name}.autodetect`, true);
  lines.addText(`${name}.fileName`, dev ?? 'auto detect');
}

function writeFloppy(lines: VmxLines, disk: Disk, unit: number, names: VmxFileNames): void {
  const { source } = disk;
  const name = `floppy${unit}`;
  lines.add(`${name}.present`, true);
  switch (source.type) {
    case 'file':
      lines.addText(`${name}.fileType`, 'file');
      lines.addText(`${name}.fileName`, source.file === undefined ? undefined : names.format(source.file));
      return;
    case 'block':
      lines.addText(`${name}.fileType`, 'device');
      lines.addText(`${name}.fileName`, source.dev);
      return;
    default:
      throw wrongSource(disk, 'file');
  }
}

function wrongSource({ device, target, source }: Disk, wanted: string) {
  return new VirtError(
    'CONFIG_UNSUPPORTED',
    'NONE',
    `${device} '${target.dev}' has unsupported type '${source.type}', expecting '${wanted}'`,
  );
}

function withSuffix(file: string | undefined, suffix: string, { device, target }: Disk): string | undefined {
  if (file !== undefined && !file.toLowerCase().endsWith(suffix))
    throw vmxFault(`Image file for ${device} '${target.dev}' has unsupported suffix, expecting '${suffix}'`);
  return file;
}
