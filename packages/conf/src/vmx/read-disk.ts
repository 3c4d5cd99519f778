import type { Disk } from '../domain/disk.js';
import { diskName } from '../domain/complete/disk-names.js';
import type { StorageSource } from '../storage/source.js';
import { type VmxEntries, vmxFault } from './entries.js';
import type { VmxFileNames } from './file-names.js';

type Bus = 'scsi' | 'sata' | 'ide';

const unitsOfBus: Readonly<Record<Bus, { readonly controllers: number; readonly units: number }>> = {
  scsi: { controllers: 4, units: 16 },
  sata: { controllers: 4, units: 30 },
  ide: { controllers: 2, units: 2 },
};

/** Unit 7 of a SCSI bus is the adapter itself. */
const scsiAdapterUnit = 7;

/** The place of a drive by the numbers that a VMX file gives it. */
function placeOf(bus: Bus, controller: number, unit: number): Pick<Disk, 'target' | 'address'> {
  switch (bus) {
    case 'scsi': {
      const index = controller * 15 + (unit > scsiAdapterUnit ? unit - 1 : unit);
      return {
        target: { dev: diskName('sd', index), bus },
        address: { type: 'drive', controller, bus: 0, target: 0, unit },
      };
    }
    case 'sata':
      return {
        target: { dev: diskName('sd', controller * 30 + unit), bus },
        address: { type: 'drive', controller, bus: 0, target: 0, unit },
      };
    case 'ide':
      return {
        target: { dev: diskName('hd', controller * 2 + unit), bus },
        address: { type: 'drive', controller: 0, bus: controller, target: 0, unit },
      };
    default:
      return bus satisfies never;
  }
}

/**
 * All drives: SCSI, SATA, IDE, then floppies.
 * @param wideScsi whether documents number 16 units to a SCSI bus; without, drives above unit 6 are passed over and the
 * others placed by their names when the document is completed
 * @throws INTERNAL_ERROR for one that is not understood
 */
export function readDisks(entries: VmxEntries, names: VmxFileNames, wideScsi: boolean): readonly Disk[] {
  const disks: Disk[] = [];
  for (const bus of ['scsi', 'sata', 'ide'] as const) {
    const { controllers, units } = unitsOfBus[bus];
    for (let controller = 0; controller < controllers; controller++) {
      if (bus !== 'ide' && entries.boolean(`${bus}${controller}.present`) !== true) continue;
      for (let unit = 0; unit < units; unit++) {
        if (bus === 'scsi' && (unit === scsiAdapterUnit || (unit > scsiAdapterUnit && !wideScsi))) continue;
        const disk = readDrive(entries, `${bus}${controller}:${unit}`, bus, names);
        if (disk === undefined) continue;
        const { target, address } = placeOf(bus, controller, unit);
        disks.push({ ...disk, target, ...((bus !== 'scsi' || wideScsi) && { address }) });
      }
    }
  }
  for (let unit = 0; unit < 2; unit++) {
    const floppy = readFloppy(entries, unit, names);
    if (floppy !== undefined) disks.push(floppy);
  }
  return disks;
}

type Drive = Omit<Disk, 'target' | 'address'>;

const block = (fileName: string): StorageSource =>
  fileName.toLowerCase() === 'auto detect'
    ? { type: 'block', startupPolicy: 'optional' }
    : { type: 'block', dev: fileName };

/** A drive that is connected by hand in a client's window has nothing to show here. */
function isShown(entries: VmxEntries, name: string): boolean {
  return entries.boolean(`${name}.present`) === true && entries.boolean(`${name}.clientDevice`) !== true;
}

function readDrive(entries: VmxEntries, name: string, bus: Bus, names: VmxFileNames): Drive | undefined {
  if (!isShown(entries, name)) return undefined;
  const deviceType = entries.text(`${name}.deviceType`)?.toLowerCase();
  const fileName = entries.text(`${name}.fileName`);
  const lower = fileName?.toLowerCase() ?? '';
  const requireType = (...types: readonly string[]) => {
    if (deviceType !== undefined && !types.includes(deviceType))
      throw vmxFault(`Expecting VMX entry '${name}.deviceType' to be '${types[0] ?? ''}' but found '${deviceType}'`);
  };
  if (fileName !== undefined && lower.endsWith('.vmdk')) {
    requireType(bus === 'scsi' ? 'scsi-harddisk' : 'ata-harddisk', 'disk');
    const transient = entries.text(`${name}.mode`)?.toLowerCase() === 'independent-nonpersistent';
    const writethrough = entries.boolean(`${name}.writeThrough`) === true;
    return {
      device: 'disk',
      source: { type: 'file', file: names.parse(fileName) },
      ...(writethrough && { driver: { cache: 'writethrough' } }),
      ...(transient && { transient: {} }),
    };
  }
  const readonly = true;
  if (fileName !== undefined && lower.endsWith('.iso')) {
    requireType('cdrom-image');
    return { device: 'cdrom', source: { type: 'file', file: names.parse(fileName) }, readonly };
  }
  if (deviceType === 'atapi-cdrom') return { device: 'cdrom', source: block(fileName ?? 'auto detect'), readonly };
  if (deviceType === 'cdrom-raw') return { device: 'lun', source: block(fileName ?? 'auto detect'), readonly };
  if (bus === 'scsi' && deviceType === 'scsi-passthru') {
    if (fileName?.startsWith('/vmfs/devices/cdrom/') !== true) return undefined;
    return { device: 'lun', source: { type: 'block', dev: fileName }, readonly };
  }
  if (lower === 'emptybackingstring') {
    requireType('cdrom-image');
    return { device: 'cdrom', source: { type: 'file' }, readonly };
  }
  if (fileName === undefined) return undefined;
  throw vmxFault(
    `Invalid or not yet handled value '${fileName}' for VMX entry '${name}.fileName' for device type '${deviceType ?? 'unknown'}'`,
  );
}

function readFloppy(entries: VmxEntries, unit: number, names: VmxFileNames): Disk | undefined {
  const name = `floppy${unit}`;
  if (!isShown(entries, name)) return undefined;
  const fileName = entries.text(`${name}.fileName`);
  const fileType = entries.text(`${name}.fileType`)?.toLowerCase() ?? 'device';
  const place = {
    device: 'floppy',
    target: { dev: diskName('fd', unit), bus: 'fdc' },
    address: { type: 'drive', controller: 0, bus: 0, target: 0, unit },
  } as const;
  switch (fileType) {
    case 'device':
      return { ...place, source: { type: 'block', dev: fileName } };
    case 'file':
      return { ...place, source: { type: 'file', file: fileName === undefined ? undefined : names.parse(fileName) } };
    default:
      throw vmxFault(`Invalid or not yet handled value '${fileType}' for VMX entry '${name}.fileType'`);
  }
}
