import {
  attr,
  attributeOf,
  claimChild,
  type ElementSchema,
  element,
  child,
  fault,
  field,
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
import type { XmlElement } from '@tsvirt/util/xml';
import { atMost } from '../checked.js';
import { having } from '../having.js';
import { unsupported, wrong } from './fault-kinds.js';
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

const udpMode = oneOf('connect', 'bind');

const udpEndFields = group({ host: attr('host', str).optional, service: attr('service', str).optional });

/** UDP has two `<source>`s: `connect` is where it sends to, `bind` where it listens. An absent mode means connect. */
function udpEnd(mode: 'bind' | 'connect'): OptionalField<UdpEnd> {
  return optionalField<UdpEnd>({
    claims: claimChild('source', { attributes: new Set(['mode', 'host', 'service']), children: new Map() }),
    form: formOf(udpEndFields),
    missing: () => '',
    read(node, reading) {
      for (const part of node.children) {
        if (part.kind !== 'element' || part.name !== 'source') continue;
        if ((attr('mode', udpMode).default('connect').spec.read(part, reading) ?? 'connect') !== mode) continue;
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
const protocol = within(
  'protocol',
  attr('type', oneOf('raw', 'telnet', 'telnets', 'tls'), unsupported).default('raw'),
).default('raw');

const fileArm = within(
  'source',
  group({ path: attr('path', str).optional, append: attr('append', onOff).optional, seclabels: deviceSeclabels }),
);

const pathArm = within('source', group({ path: attr('path', str).optional, seclabels: deviceSeclabels }));

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

const { spec: modeSpec } = attr('mode', oneOf('connect', 'bind'));
/** A socket with a path is connected to, unless it says otherwise. */
const socketMode = optionalField<'connect' | 'bind'>({
  ...modeSpec,
  read(node, reading) {
    const given = modeSpec.read(node, reading);
    return given ?? (attributeOf(node, 'path') === undefined ? undefined : 'connect');
  },
});

const inferredCharacterSourceArms = {
  null: group({}),
  vc: group({}),
  pty: ptyArm,
  dev: pathArm,
  file: fileArm,
  pipe: pathArm,
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
        reconnect: having('enabled', child(reconnect)).optional,
      }),
    ),
    protocol,
  }),
  unix: writtenIf(
    within(
      'source',
      group({
        mode: socketMode,
        path: attr('path', str).optional,
        reconnect: having('enabled', child(reconnect)).optional,
        seclabels: deviceSeclabels,
      }),
    ),
    value => value.path !== undefined,
  ),
  spicevmc: group({}),
  spiceport: within('source', group({ channel: attr('channel', str).optional })),
  nmdm: within('source', group({ master: attr('master', str).optional, slave: attr('slave', str).optional })),
  'qemu-vdagent': within(
    'source',
    group({
      clipboardCopyPaste: within('clipboard', attr('copypaste', yesNo)).optional,
      mouseMode: within('mouse', attr('mode', oneOf('client', 'server'))).optional,
    }),
  ),
  dbus: within('source', group({ channel: attr('channel', str).optional })),
};
type InferredCharacterSourceArms = typeof inferredCharacterSourceArms;
/** The kinds by the value of the telling attribute; named so that types which hold one stay short. */
export interface CharacterSourceArms extends InferredCharacterSourceArms {}
const characterSourceArms: CharacterSourceArms = inferredCharacterSourceArms;

const { spec: armsSpec } = variant('type', characterSourceArms, { ...unsupported, absent: 'pty' });
/** UDP has two ends. */
const ends = (node: XmlElement) => (attributeOf(node, 'type') === 'udp' ? 2 : 1);
const sourceField = field({
  ...armsSpec,
  read(node, reading) {
    const count = (name: string) => node.children.filter(part => part.kind === 'element' && part.name === name).length;
    if (count('source') > ends(node)) {
      const most = ends(node) === 2 ? 'two source elements are' : 'one source element is';
      throw fault(node, reading, `only ${most} allowed for character device`, '', wrong);
    }
    if (count('protocol') > 1) {
      throw fault(node, reading, 'only one protocol element is allowed for character device', '', wrong);
    }
    return armsSpec.read(node, reading);
  },
});
/** The host's end of a character device. */
export type CharacterSource = TypeOf<typeof sourceField>;
/** Told apart by the `type` attribute of the device; the rest lives in its `<source>` and `<protocol>`. */
export const characterSource: RequiredField<CharacterSource> = sourceField;

const logShape = element('log', { file: attr('file', str), append: attr('append', onOff).optional });
/** A file that gets a copy of what the guest writes. */
export interface CharacterLog extends TypeOf<typeof logShape> {}
const log: ElementSchema<CharacterLog> = logShape;
export const characterLog: OptionalField<CharacterLog> = atMost(
  1,
  'log',
  having('file', child(log)),
  'only one log element is allowed for character device',
  wrong,
).optional;
