import type { Devices } from '../devices.js';
import type { Domain } from '../domain.js';
import { unsupported } from '../validate/unsupported.js';
import type { Video, VideoModel } from '../video.js';

/** A guest with a graphical console has a video device, of the driver's default model unless it names one. */
export function addImpliedVideo(devices: Devices): Devices {
  if (devices.graphics.length === 0 || devices.videos.length > 0) return devices;
  return { ...devices, videos: [{ model: { type: 'default', heads: 1 } }] };
}

/** Memory in KiB of models that have some of their own; of the plainest it depends on who plays them. */
function defaultVram(type: VideoModel['type'], domainType: Domain['type']): number | undefined {
  switch (type) {
    case 'vga':
    case 'cirrus':
    case 'vmvga':
    case 'bochs':
      return (domainType === 'vbox' ? 8 : domainType === 'vmware' ? 4 : 16) * 1024;
    case 'xen':
      return 4 * 1024;
    case 'qxl':
      return 64 * 1024;
    default:
      return undefined;
  }
}

/** Memory and number of screens of a device whose model is settled. */
export function completeVideo(video: Video, domain: Pick<Domain, 'type'>): Video {
  const model = video.model ?? {};
  if (model.type === 'none') {
    const { driver: _driver, ...rest } = video;
    return { ...rest, model: { type: 'none' } };
  }
  const vram = powerOfTwo(model.vram) ?? defaultVram(model.type, domain.type);
  const ram = powerOfTwo(model.ram) ?? (model.type === 'qxl' ? 64 * 1024 : undefined);
  return { ...video, model: { ...model, ram, vram, heads: model.heads ?? 1 } };
}

/** Exactly one video device is the primary one: the one that says so, or the first; it comes first. */
export function arrangeVideos(videos: readonly Video[]): readonly Video[] {
  const [, second] = videos.filter(({ model }) => model?.primary === true);
  if (second !== undefined) throw unsupported('Only one primary video device is supported', second);
  const primary = videos.findIndex(({ model }) => model?.primary === true);
  const first = videos[Math.max(primary, 0)];
  if (first === undefined) return videos;
  const others = videos.filter(video => video !== first);
  return [
    first.model?.type === 'none' ? first : { ...first, model: { ...first.model, primary: true } },
    ...others.map(({ model, ...video }) => ({ ...video, model: { ...model, primary: undefined } })),
  ];
}

/** The next power of two: the only sizes that such memory can have. */
function powerOfTwo(size: number | undefined): number | undefined {
  if (size === undefined || size === 0) return undefined;
  const rounded = 2 ** Math.ceil(Math.log2(size));
  // One that is too large for its number is none.
  return rounded > 0xffff_ffff ? undefined : rounded;
}
