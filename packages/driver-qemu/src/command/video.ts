import type { Video } from '../definition.js';
import { VirtError } from '@tsvirt/util';
import { addressProperties } from './address.js';
import type { Properties } from './arguments.js';
import type { CommandContext } from './context.js';
import { virtioProperties } from './virtio.js';

/** Devices by model: as the primary adapter, which firmware draws on, and as a further one. */
const devices: Readonly<Record<string, readonly [primary: string, secondary: string]>> = {
  vga: ['VGA', 'secondary-vga'],
  cirrus: ['cirrus-vga', 'cirrus-vga'],
  vmvga: ['vmware-svga', 'vmware-svga'],
  qxl: ['qxl-vga', 'qxl'],
  virtio: ['virtio-vga', 'virtio-gpu-pci'],
  bochs: ['bochs-display', 'bochs-display'],
  ramfb: ['ramfb', 'ramfb'],
};

export function videos(context: CommandContext): void {
  for (const [index, video] of context.domain.devices.videos.entries()) {
    const type = video.model?.type;
    if (type === 'none') continue;
    const properties = videoProperties(video, index);
    context.args.device({ ...properties, ...addressProperties(context.domain, video.address) });
  }
}

function videoProperties(video: Video, index: number): Properties {
  const { model } = video;
  const pair = devices[model?.type ?? ''];
  if (pair === undefined)
    throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `unsupported video model '${model?.type ?? ''}'`);
  const base = pair[index === 0 ? 0 : 1];
  const gl = model?.type === 'virtio' && model.acceleration?.accel3d === true;
  const driver = gl ? (index === 0 ? 'virtio-vga-gl' : 'virtio-gpu-gl-pci') : base;
  const kib = (value: number | undefined): number => (value ?? 0) * 1024;
  const mib = (value: number | undefined): number => Math.floor((value ?? 0) / 1024);
  const resolution: Properties = { xres: model?.resolution?.x, yres: model?.resolution?.y };
  switch (model?.type) {
    case 'virtio':
      return {
        driver,
        ...virtioProperties(video.driver),
        id: video.alias,
        max_outputs: model.heads,
        blob: model.blob,
        ...resolution,
      };
    case 'qxl':
      return {
        driver,
        id: video.alias,
        max_outputs: model.heads,
        ram_size: kib(model.ram),
        vram_size: kib(model.vram),
        vram64_size_mb: mib(model.vram64),
        vgamem_mb: mib(model.vgamem),
        ...resolution,
      };
    case 'vga':
    case 'vmvga':
      return {
        driver,
        id: video.alias,
        vgamem_mb: model.vram === undefined ? undefined : mib(model.vram),
        ...resolution,
      };
    case 'bochs':
      return {
        driver,
        id: video.alias,
        vgamem: model.vram === undefined ? undefined : `${model.vram}k`,
        ...resolution,
      };
    default:
      return { driver, id: video.alias, ...resolution };
  }
}
