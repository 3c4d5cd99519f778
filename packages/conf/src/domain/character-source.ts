import {
  attr,
  attributeOf,
  claimChild,
  type ElementSchema,
  element,
  child,
  formOf,
  group,
  oneOf,
  onOff,
  type OptionalField,
  optionalField,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  variant,
  within,
  writtenIf,
  yesNo,
} from '../kernel/index.js';
import { unsupported } from './fault-kinds.js';
import { deviceSeclabels } from './seclabel.js';

const reconnectShape = element('reconnect', {
  enabled: attr('enabled', yesNo),
  timeout: attr('timeout', uint).optional,
});
/** Whether a client connects again after a loss; timeout in seconds. */
export interface CharacterReconnect extends TypeOf<typeof reconnectShape> {}
export const reconnect: ElementSchema<CharacterReconnect> = reconnectShape;

/** One end of a UDP source. */
export interface UdpEnd {
  readonly host?: string | undefined;
  readonly service?: string | undefined;
}

const udpEndFields = group({ host: attr('host', str).optional, service: attr('service', str).optional });

/** UDP has two `<source>`s: `connect` is where it sends to, `bind` where it listens. An absent mode means connect. */
function udpEnd(mode: 'bind' | 'connect'): OptionalField<UdpEnd> {
  return optionalField<UdpEnd>({
    claims: claimChild('source', { attributes: new Set(['mode', 'host', 'service']), children: new Map() }),
    form: formOf(udpEndFields),
    missing: () => '',
    read(node) {
      for (const part of node.children) {
        if (part.kind !== 'element' || part.name !== 'source' || (attributeOf(part, 'mode') ?? 'connect') !== mode)
          continue;
        return { host: attributeOf(part, 'host'), service: attributeOf(part, 'service') };
      }
      return undefined;
    },
    children(value, out) {
      out.xml.open('source');
      out.xml.attribute('mode', mode);
      if (value.host !== undefined) out.xml.attribute('host', value.host);
      if (value.service !== undefined) out.xml.attribute('service', value.service);
      out.xml.close();
    },
  });
}

/** A protocol, raw unless said otherwise, which is written in any case. */
const protocol = within('protocol', attr('type', oneOf('raw', 'telnet', 'telnets', 'tls'))).default('raw');

const fileArm = within(
  'source',
  group({ path: attr('path', str).optional, append: attr('append', onOff).optional, seclabels: deviceSeclabels }),
);

/** The host's end of a pseudo terminal exists only while the guest runs. */
const ptyArm = group({
  path: optionalField<string>({
    claims: claimChild('source', { attributes: new Set(['path']), children: new Map() }),
    form: { kind: 'text', text: str },
    reserve: 'live',
    missing: () => '',
    read: (node, reading) =>
      reading.inactive ? undefined : within('source', attr('path', str).optional).spec.read(node, reading),
    present: (_value, out) => !out.inactive,
    children(value, out) {
      out.xml.open('source');
      out.xml.attribute('path', value);
      out.xml.close();
    },
  }),
});

const inferredCharacterSourceArms = {
  null: group({}),
  vc: group({}),
  pty: ptyArm,
  dev: fileArm,
  file: fileArm,
  pipe: fileArm,
  stdio: group({}),
  udp: group({ bind: udpEnd('bind'), connect: udpEnd('connect') }),
  tcp: group({
    source: within(
      'source',
      group({
        mode: attr('mode', oneOf('connect', 'bind')).default('connect'),
        host: attr('host', str).optional,
        service: attr('service', str).optional,
        tls: attr('tls', yesNo).optional,
        reconnect: child(reconnect).optional,
      }),
    ),
    protocol,
  }),
  unix: writtenIf(
    within(
      'source',
      group({
        mode: attr('mode', oneOf('connect', 'bind')).optional,
        path: attr('path', str).optional,
        reconnect: child(reconnect).optional,
        seclabels: deviceSeclabels,
      }),
    ),
    value => value.path !== undefined,
  ),
  spicevmc: group({}),
  spiceport: within('source', group({ channel: attr('channel', str).optional })),
  nmdm: within('source', group({ master: attr('master', str), slave: attr('slave', str) })),
  'qemu-vdagent': within(
    'source',
    group({
      mouseMode: within('mouse', attr('mode', oneOf('client', 'server'))).optional,
      clipboardCopyPaste: within('clipboard', attr('copypaste', yesNo)).optional,
    }),
  ),
  dbus: within('source', group({ channel: attr('channel', str).optional })),
};
type InferredCharacterSourceArms = typeof inferredCharacterSourceArms;
/** The kinds by the value of the telling attribute; named so that types which hold one stay short. */
export interface CharacterSourceArms extends InferredCharacterSourceArms {}
const characterSourceArms: CharacterSourceArms = inferredCharacterSourceArms;

const sourceField = variant('type', characterSourceArms, { ...unsupported, absent: 'pty' });
/** The host's end of a character device. */
export type CharacterSource = TypeOf<typeof sourceField>;
/** Told apart by the `type` attribute of the device; the rest lives in its `<source>` and `<protocol>`. */
export const characterSource: RequiredField<CharacterSource> = sourceField;

const logShape = element('log', { file: attr('file', str), append: attr('append', onOff).optional });
/** A file that gets a copy of what the guest writes. */
export interface CharacterLog extends TypeOf<typeof logShape> {}
export const characterLog: ElementSchema<CharacterLog> = logShape;
