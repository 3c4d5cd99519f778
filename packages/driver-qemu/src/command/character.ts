import type { Channel, CharacterSource, Console, Serial } from '../definition.js';
import { VirtError } from '@tsvirt/util';
import { addressProperties } from './address.js';
import { escaped } from './arguments.js';
import type { CommandContext } from './context.js';

interface ChardevOptions {
  readonly log?: { readonly file: string; readonly append?: boolean | undefined } | undefined;
  /** What a spicevmc channel is for. */
  readonly spiceName?: string | undefined;
}

/** The host's end of a character device. @returns its id */
export function chardev(
  { args }: CommandContext,
  source: CharacterSource,
  id: string,
  options: ChardevOptions = {},
): string {
  const { log } = options;
  const parts = [...sourceParts(source, id, options)];
  if (log !== undefined) {
    parts.push(`logfile=${escaped(log.file)}`);
    if (log.append !== undefined) parts.push(`logappend=${log.append ? 'on' : 'off'}`);
  }
  args.option('chardev', ...parts);
  return id;
}

function sourceParts(source: CharacterSource, id: string, options: ChardevOptions): readonly string[] {
  const named = (kind: string, ...rest: readonly (string | undefined)[]): readonly string[] => [
    kind,
    `id=${id}`,
    ...rest.filter(part => part !== undefined),
  ];
  switch (source.type) {
    case 'null':
    case 'vc':
    case 'pty':
    case 'stdio':
      return named(source.type);
    case 'dev':
      return named(source.path?.startsWith('/dev/parport') === true ? 'parallel' : 'serial', path(source.path));
    case 'file':
      return named(
        'file',
        path(source.path),
        source.append === undefined ? undefined : `append=${source.append ? 'on' : 'off'}`,
      );
    case 'pipe':
      return named('pipe', path(source.path));
    case 'udp': {
      const { bind, connect } = source;
      const local = [`localaddr=${bind?.host ?? ''}`, `localport=${bind?.service ?? '0'}`];
      return named('udp', `host=${connect?.host ?? ''}`, `port=${connect?.service ?? ''}`, ...local);
    }
    case 'tcp': {
      const listens = source.source.mode === 'bind';
      return named(
        'socket',
        `host=${source.source.host ?? ''}`,
        `port=${source.source.service ?? ''}`,
        source.protocol === 'telnet' ? 'telnet=on' : undefined,
        ...(listens ? ['server=on', 'wait=off'] : []),
        reconnect(source.source.reconnect),
      );
    }
    case 'unix':
      return named(
        'socket',
        path(source.path),
        ...(source.mode === 'bind' || source.mode === undefined ? ['server=on', 'wait=off'] : []),
        reconnect(source.reconnect),
      );
    case 'spicevmc':
      return named('spicevmc', `name=${options.spiceName ?? 'vdagent'}`);
    case 'spiceport':
      return named('spiceport', `name=${escaped(source.channel ?? '')}`);
    case 'qemu-vdagent':
      return named(
        'qemu-vdagent',
        'name=vdagent',
        source.clipboardCopyPaste === undefined ? undefined : `clipboard=${source.clipboardCopyPaste ? 'on' : 'off'}`,
        source.mouseMode === undefined ? undefined : `mouse=${source.mouseMode === 'client' ? 'on' : 'off'}`,
      );
    case 'dbus':
      return named('dbus', `name=${escaped(source.channel ?? '')}`);
    case 'nmdm':
      throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `unsupported chardev '${source.type}'`);
    default:
      return source satisfies never;
  }
}

function path(value: string | undefined): string {
  return `path=${escaped(value ?? '')}`;
}

/** Seconds between attempts; 0 when nothing is tried again. */
function reconnect(
  wish: { readonly enabled: boolean; readonly timeout?: number | undefined } | undefined,
): string | undefined {
  return wish === undefined ? undefined : `reconnect=${wish.enabled ? (wish.timeout ?? 0) : 0}`;
}

/** Serial ports, parallel ports, channels and consoles, each the host's end first. */
export function characterDevices(context: CommandContext): void {
  const { devices } = context.domain;
  for (const [index, serial] of devices.serials.entries())
    serialPort(context, serial, serial.alias ?? `serial${index}`);
  for (const [index, parallel] of devices.parallels.entries()) {
    const alias = parallel.alias ?? `parallel${index}`;
    const id = chardev(context, parallel.source, `char${alias}`, { log: parallel.log });
    context.args.device({ driver: 'isa-parallel', chardev: id, id: alias });
  }
  for (const [index, channel] of devices.channels.entries())
    guestChannel(context, channel, channel.alias ?? `channel${index}`);
  for (const [index, console] of devices.consoles.entries())
    guestConsole(context, console, console.alias ?? `console${index}`);
}

function serialPort(context: CommandContext, serial: Serial, alias: string): void {
  const id = chardev(context, serial.source, `char${alias}`, { log: serial.log });
  const driver = serial.target?.model ?? 'isa-serial';
  const isIsa = driver === 'isa-serial';
  context.args.device({
    driver,
    chardev: id,
    id: alias,
    ...(isIsa ? { index: serial.target?.port ?? 0 } : {}),
    ...addressProperties(context.domain, serial.address),
  });
}

function guestChannel(context: CommandContext, channel: Channel, alias: string): void {
  const { target, source } = channel;
  const id = chardev(context, source, `char${alias}`, { log: channel.log });
  if (target.type === 'guestfwd') {
    context.args.option(
      'netdev',
      'user',
      `guestfwd=tcp:${target.address ?? ''}:${target.port ?? ''}-chardev:${id}`,
      `id=${alias}`,
    );
    return;
  }
  const name = target.name ?? (source.type === 'spicevmc' ? 'com.redhat.spice.0' : undefined);
  context.args.device({
    driver: 'virtserialport',
    ...addressProperties(context.domain, channel.address),
    chardev: id,
    id: alias,
    name,
  });
}

function guestConsole(context: CommandContext, console: Console, alias: string): void {
  // The twin of a serial port is that port.
  if (console.target?.type !== 'virtio') return;
  const id = chardev(context, console.source, `char${alias}`, { log: console.log });
  context.args.device({
    driver: 'virtconsole',
    ...addressProperties(context.domain, console.address),
    chardev: id,
    id: alias,
  });
}
