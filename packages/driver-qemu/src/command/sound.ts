import type { Audio, Sound } from '../definition.js';
import { VirtError } from '@tsvirt/util';
import { addressProperties } from './address.js';
import { jsonText } from './arguments.js';
import type { CommandContext } from './context.js';

/** Audio backends on the host. */
export function audios({ domain, args }: CommandContext): void {
  for (const audio of domain.devices.audios) {
    args.option(
      'audiodev',
      jsonText({
        id: `audio${audio.id}`,
        driver: audioDriver(audio),
        'timer-period': audio.timerPeriod,
        path: audioPath(audio),
      }),
    );
  }
}

function audioDriver({ kind }: Audio): string {
  switch (kind.type) {
    case 'file':
      return 'wav';
    case 'pulseaudio':
      return 'pa';
    default:
      return kind.type;
  }
}

function audioPath({ kind }: Audio): string | undefined {
  return kind.type === 'file' ? kind.path : undefined;
}

const devices: Readonly<Record<Sound['model'], string | undefined>> = {
  ac97: 'AC97',
  es1370: 'ES1370',
  sb16: 'sb16',
  ich6: 'intel-hda',
  ich9: 'ich9-intel-hda',
  usb: 'usb-audio',
  ich7: undefined,
  pcspk: undefined,
};

const codecs = { duplex: 'hda-duplex', micro: 'hda-micro', output: 'hda-output' } as const;

/** Sound cards of the guest, with their codecs. */
export function sounds({ domain, args, runs }: CommandContext): void {
  for (const sound of domain.devices.sounds) {
    if (sound.model === 'pcspk') {
      // The machine has it; this only connects it. QEMU's of late do it without being asked.
      if (!runs) args.option('soundhw', 'pcspk');
      continue;
    }
    const driver = devices[sound.model];
    if (driver === undefined)
      throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `sound card model '${sound.model}' is not supported`);
    const audiodev = `audio${sound.audioId ?? domain.devices.audios[0]?.id ?? 1}`;
    const hasCodecs = sound.model === 'ich6' || sound.model === 'ich9';
    args.device({
      driver,
      id: sound.alias,
      ...(hasCodecs ? {} : { audiodev }),
      ...addressProperties(domain, sound.address),
    });
    if (!hasCodecs) continue;
    const wanted = sound.codecs ?? [{ type: 'duplex' as const }];
    for (const [cad, { type }] of wanted.entries()) {
      args.device({
        driver: codecs[type],
        id: `${sound.alias ?? ''}-codec${cad}`,
        bus: `${sound.alias ?? ''}.0`,
        cad,
        audiodev,
      });
    }
  }
}
