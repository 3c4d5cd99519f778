import type { Devices } from '../devices.js';
import type { Video, VideoModel } from '../video.js';

/** A guest with a graphical console has a video device, of the driver's default model unless it names one. */
export function addImpliedVideo(devices: Devices): Devices {
  if (devices.graphics.length === 0 || devices.videos.length > 0) return devices;
  return { ...devices, videos: [{ model: { type: 'default', heads: 1 } }] };
}

/** Memory in KiB of models that have some of their own. */
const defaultVram: ReadonlyMap<VideoModel['type'], number> = new Map([
  ['vga', 16 * 1024],
  ['cirrus', 16 * 1024],
  ['vmvga', 16 * 1024],
  ['xen', 4 * 1024],
  ['vbox', 8 * 1024],
  ['qxl', 64 * 1024],
] as const);

/** Memory and number of screens of a device whose model is settled. */
export function completeVideo(video: Video): Video {
  const model = video.model ?? {};
  if (model.type === 'none') return { ...video, model: { type: 'none' } };
  const vram = powerOfTwo(model.vram ?? defaultVram.get(model.type));
  const ram = powerOfTwo(model.type === 'qxl' ? (model.ram ?? 64 * 1024) : model.ram);
  return { ...video, model: { ...model, ram, vram, heads: model.heads ?? 1 } };
}

/** Exactly one video device is the primary one: the one that says so, or the first; it comes first. */
export function arrangeVideos(videos: readonly Video[]): readonly Video[] {
  const primary = videos.findIndex(({ model }) => model?.primary === true);
  const first = videos[Math.max(primary, 0)];
  if (first === undefined) return videos;
  const others = videos.filter(video => video !== first);
  return [
    { ...first, model: { ...first.model, primary: true } },
    ...others.map(({ model, ...video }) => ({ ...video, model: { ...model, primary: undefined } })),
  ];
}

/** The next power of two: the only sizes that such memory can have. */
function powerOfTwo(size: number | undefined): number | undefined {
  return size === undefined || size === 0 ? size : 2 ** Math.ceil(Math.log2(size));
}
