import type { Graphics, GraphicsListen } from '../definition.js';
import { VirtError } from '@tsvirt/util';
import { join } from 'node:path';
import { escaped } from './arguments.js';
import type { CommandContext } from './context.js';

/** Displays of QEMU count their ports from here. */
export const vncPortBase = 5900;

/** A guest without a graphical console gets QEMU's display of nothing. */
export function headless({ domain, args }: CommandContext): void {
  if (domain.devices.graphics.length === 0) args.option('display', 'none');
}

/** The graphical consoles. */
export function graphicalConsoles(context: CommandContext): void {
  for (const console of context.domain.devices.graphics) one(context, console);
}

function one(context: CommandContext, graphics: Graphics): void {
  const { kind } = graphics;
  switch (kind.type) {
    case 'vnc':
      return vnc(context, kind, graphics.audioId);
    case 'spice':
      return spice(context, kind);
    case 'sdl':
      if (kind.fullscreen === true) context.args.option('full-screen');
      context.args.option(
        'display',
        'sdl',
        kind.gl?.enable === undefined ? undefined : `gl=${kind.gl.enable ? 'on' : 'off'}`,
      );
      return;
    case 'egl-headless':
      return context.args.option(
        'display',
        'egl-headless',
        kind.gl?.rendernode && `rendernode=${escaped(kind.gl.rendernode)}`,
      );
    default:
      throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `unsupported graphics type '${kind.type}'`);
  }
}

type Vnc = Extract<Graphics['kind'], { type: 'vnc' }>;
type Spice = Extract<Graphics['kind'], { type: 'spice' }>;

/** Address to listen on when the definition leaves it open; the daemon's guests are not for the whole net. */
const localOnly = '127.0.0.1';

function addressOf(listen: GraphicsListen | undefined): string {
  const given = listen?.type === 'address' || listen?.type === 'network' ? listen.address : undefined;
  return given === undefined || given === '' ? localOnly : given;
}

function vnc({ args, domain, files }: CommandContext, kind: Vnc, audioId: number | undefined): void {
  const listen = kind.listens?.[0];
  const audio = audioId ?? domain.devices.audios[0]?.id ?? 1;
  const websocket =
    kind.websocket === undefined ? undefined : `websocket=${kind.websocket < 0 ? 5700 : kind.websocket}`;
  const policy = kind.sharePolicy === undefined ? undefined : `share=${kind.sharePolicy}`;
  args.option(
    'vnc',
    vncPlace(kind, listen, files.folder),
    listen?.type === 'socket' || listen?.type === 'none' ? undefined : websocket,
    policy,
    kind.passwd !== undefined && 'password=on',
    kind.powerControl !== undefined && `power-control=${kind.powerControl ? 'on' : 'off'}`,
    `audiodev=audio${audio}`,
  );
  if (kind.keymap !== undefined) args.option('k', kind.keymap);
}

function vncPlace(kind: Vnc, listen: GraphicsListen | undefined, folder: string): string {
  if (listen?.type === 'none') return 'none';
  if (listen?.type === 'socket') return `vnc=unix:${escaped(listen.socket ?? join(folder, 'vnc.sock'))}`;
  const port = kind.port === undefined || kind.port < 0 ? vncPortBase : kind.port;
  const address = addressOf(listen);
  return `${address.includes(':') ? `[${address}]` : address}:${port - vncPortBase}`;
}

function spice({ args, files }: CommandContext, kind: Spice): void {
  const listen = kind.listens?.[0];
  const automatic = kind.port === undefined || kind.port < 0;
  const place =
    listen?.type === 'none'
      ? ['port=0']
      : listen?.type === 'socket'
        ? ['unix', `addr=${escaped(listen.socket ?? join(files.folder, 'spice.sock'))}`]
        : [
            `port=${automatic ? 5901 : kind.port}`,
            kind.tlsPort !== undefined && kind.tlsPort > 0 && `tls-port=${kind.tlsPort}`,
            `addr=${addressOf(listen)}`,
          ];
  args.option(
    'spice',
    ...place,
    kind.mouse !== undefined && `agent-mouse=${kind.mouse === 'server' ? 'off' : 'on'}`,
    kind.passwd === undefined && 'disable-ticketing=on',
    kind.image !== undefined && `image-compression=${kind.image}`,
    kind.jpeg !== undefined && `jpeg-wan-compression=${kind.jpeg}`,
    kind.zlib !== undefined && `zlib-glz-wan-compression=${kind.zlib}`,
    kind.playback !== undefined && `playback-compression=${kind.playback ? 'on' : 'off'}`,
    kind.streaming !== undefined && `streaming-video=${kind.streaming}`,
    kind.clipboardCopyPaste === false && 'disable-copy-paste=on',
    kind.fileTransfer === false && 'disable-agent-file-xfer=on',
    kind.gl?.enable === true && 'gl=on',
    kind.gl?.rendernode !== undefined && `rendernode=${escaped(kind.gl.rendernode)}`,
    'seamless-migration=on',
  );
  if (kind.keymap !== undefined) args.option('k', kind.keymap);
}
