import {
  attr,
  attributeOf,
  child,
  claimAttribute,
  claimChild,
  elementForm,
  type ElementSchema,
  element,
  group,
  int,
  live,
  many,
  mergeClaims,
  oneOf,
  onOff,
  optionalField,
  type OptionalField,
  type RequiredField,
  range,
  secret,
  single,
  str,
  type TypeOf,
  unless,
  variant,
  within,
  yesNo,
  fault,
  lenient,
  only,
  refined,
  type Reading,
  type FaultKind,
  type Text,
} from '../kernel/index.js';
import type { XmlElement } from '@tsvirt/util/xml';
import { checkedField } from '../checked.js';
import { internal, unsupported, wrong } from './fault-kinds.js';

const listenField = variant('type', {
  address: group({ address: attr('address', str).optional }),
  network: group({ network: attr('network', str).optional, address: live(attr('address', str)) }),
  socket: group({ socket: attr('socket', str).optional }),
  none: group({}),
});
const listenShape = element('listen', { on: listenField });

/** Where a graphics server listens. */
export type GraphicsListen = TypeOf<typeof listenField>;

type ListenType = GraphicsListen['type'];

/** Reads one `<listen>`, which has no attribute that is for another type. */
function readListen(node: XmlElement, reading: Reading, types: ReadonlySet<ListenType>, of: string): GraphicsListen {
  const { on } = listenShape.read(node, reading);
  if (!types.has(on.type)) {
    const what = `listen type '${on.type}' is not available for graphics type '${of}'`;
    throw fault(node, reading, what, '', unsupported);
  }
  for (const name of ['network', 'socket'] as const) {
    if (on.type !== name && (attributeOf(node, name) ?? '') !== '') {
      throw fault(node, reading, `'${name}' attribute is valid only for listen type '${name}'`, '', wrong);
    }
  }
  return on;
}

/** The address that the attribute `listen` repeats has to be that of the first listener. */
function withAddress(first: GraphicsListen, node: XmlElement, reading: Reading): GraphicsListen {
  const address = attributeOf(node, 'listen') ?? '';
  if (first.type !== 'address' || address === '') return first;
  if (first.address === undefined) return { type: 'address', address };
  if (first.address === address) return first;
  const found = `must match 'address' attribute of first listen element (found '${first.address}')`;
  throw fault(node, reading, `graphics 'listen' attribute '${address}' ${found}`, '', unsupported);
}

/** The `<listen>` elements, and the attributes `listen` or `socket` of the graphics element that repeat the first one. */
function listensOf(of: string, types: readonly ListenType[]): OptionalField<readonly GraphicsListen[]> {
  const known = new Set(types);
  return optionalField<readonly GraphicsListen[]>({
    claims: mergeClaims([claimAttribute('listen'), claimChild('listen', 'own')]),
    form: { kind: 'list', item: elementForm(single('listen', listenField)) },
    missing: () => '',
    read(node, reading) {
      const found: GraphicsListen[] = [];
      for (const part of node.children) {
        if (part.kind !== 'element' || part.name !== 'listen') continue;
        const on = readListen(part, reading, known, of);
        found.push(found.length === 0 ? withAddress(on, node, reading) : on);
      }
      if (found.length > 0) return found;
      const address = attributeOf(node, 'listen');
      return address === undefined || address === '' ? undefined : [{ type: 'address', address }];
    },
    attributes(value, out) {
      const first = value[0];
      if ((first?.type === 'address' || first?.type === 'network') && first.address !== undefined) {
        if (first.type === 'address' || !out.inactive) out.xml.attribute('listen', first.address);
      }
    },
    children(value, out) {
      for (const on of value) listenShape.write({ on }, out);
    },
  });
}

const listens = listensOf('vnc', ['address', 'network', 'socket', 'none']);

/** VNC's socket is an attribute of its own, which older daemons know instead of the element. */
const vncListens: OptionalField<readonly GraphicsListen[]> = optionalField<readonly GraphicsListen[]>({
  ...listens.spec,
  children(value, out) {
    const isKnown = (on: GraphicsListen): boolean =>
      !(out.migratable && on.type === 'socket' && on.socket !== undefined);
    const known = value.filter(isKnown);
    if (known.length === 0) out.xml.body();
    else listens.spec.children?.(known, out);
  },
});

/** A SPICE server that nobody reaches: for older daemons one that is given no port. */
const spiceListens: OptionalField<readonly GraphicsListen[]> = optionalField<readonly GraphicsListen[]>({
  ...listens.spec,
  attributes(value, out) {
    if (out.migratable && value[0]?.type === 'none') out.xml.attribute('autoport', 'no');
    else listens.spec.attributes?.(value, out);
  },
  children(value, out) {
    if (!out.migratable || value[0]?.type !== 'none') listens.spec.children?.(value, out);
  },
});

/** The oldest protocols take any word but `yes` and `no` for none. */
const remote = {
  port: attr('port', int, internal).optional,
  autoport: attr('autoport', lenient(yesNo)).optional,
};
/** Said only when it is so. */
const ifTrue = (name: string) => unless(attr(name, lenient(yesNo)), isOn => !isOn);
const time = only(str, 'a time such as 2010-04-09T15:51:00', text => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text));

/** What means nothing without a password, and may be anything then. */
function withPassword<T>(name: string, text: Text<T>, kind: FaultKind): OptionalField<T> {
  const { spec } = attr(name, text, kind);
  const loose = attr(name, lenient(text)).spec;
  return optionalField<T>({
    ...spec,
    read: (node, reading) => (attributeOf(node, 'passwd') === undefined ? loose : spec).read(node, reading),
  });
}

const password = {
  passwd: secret(attr('passwd', str)),
  /** UTC, as `2010-04-09T15:51:00`. */
  passwdValidTo: withPassword('passwdValidTo', time, internal),
};
const connected = withPassword('connected', oneOf('default', 'fail', 'disconnect', 'keep'), unsupported);

const glShape = element('gl', { enable: attr('enable', yesNo), rendernode: attr('rendernode', str).optional });
/** Whether guest graphics use OpenGL, and on which of the host's render nodes. */
export interface GraphicsGl extends TypeOf<typeof glShape> {}
const gl: ElementSchema<GraphicsGl> = glShape;

const plainGlShape = element('gl', { enable: attr('enable', yesNo) });
/** Whether a window of the host's uses OpenGL. */
export interface PlainGl extends TypeOf<typeof plainGlShape> {}
const plainGl: ElementSchema<PlainGl> = plainGlShape;

const headlessGlShape = element('gl', { rendernode: attr('rendernode', str).optional });
/** The host's render node on which graphics without a display are drawn. */
export interface HeadlessGl extends TypeOf<typeof headlessGlShape> {}
const headlessGl: ElementSchema<HeadlessGl> = headlessGlShape;

const spiceMode = oneOf('any', 'secure', 'insecure');
const spiceChannelNames = [
  'main',
  'display',
  'inputs',
  'cursor',
  'playback',
  'record',
  'smartcard',
  'usbredir',
  'webdav',
] as const;
const spiceChannelShape = element('channel', {
  name: attr('name', oneOf(...spiceChannelNames)),
  mode: attr('mode', spiceMode),
});
/** Whether one of SPICE's channels needs TLS. */
export interface SpiceChannel extends TypeOf<typeof spiceChannelShape> {}
const spiceChannel: ElementSchema<SpiceChannel> = spiceChannelShape;

/** In the order of their numbers in the protocol; of two for one channel the last counts, and `any` goes without saying. */
const channels = refined(many(spiceChannel), list => {
  const modes = new Map(list.map(channel => [channel.name, channel]));
  return spiceChannelNames.flatMap(name => {
    const channel = modes.get(name);
    return channel === undefined || channel.mode === 'any' ? [] : [channel];
  });
});

const compression = oneOf('auto', 'never', 'always');

const inferredGraphicsArms = {
  sdl: group({
    display: attr('display', str).optional,
    xauth: attr('xauth', str).optional,
    fullscreen: attr('fullscreen', yesNo).optional,
    gl: child(plainGl).optional,
  }),
  vnc: group({
    socket: attr('socket', str).optional,
    ...remote,
    websocket: unless(attr('websocket', int), port => port === 0),
    websocketGenerated: live(attr('websocketGenerated', yesNo)),
    keymap: attr('keymap', str).optional,
    sharePolicy: attr('sharePolicy', oneOf('allow-exclusive', 'force-shared', 'ignore')).optional,
    powerControl: attr('powerControl', yesNo).optional,
    listens: vncListens,
    ...password,
    connected,
  }),
  rdp: group({
    ...remote,
    replaceUser: ifTrue('replaceUser'),
    multiUser: ifTrue('multiUser'),
    listens: listensOf('rdp', ['address', 'network']),
  }),
  desktop: group({ display: attr('display', str).optional, fullscreen: attr('fullscreen', yesNo).optional }),
  spice: group({
    port: attr('port', int).optional,
    tlsPort: attr('tlsPort', int).optional,
    autoport: attr('autoport', yesNo).optional,
    listens: spiceListens,
    keymap: attr('keymap', str).optional,
    defaultMode: unless(attr('defaultMode', spiceMode), mode => mode === 'any'),
    ...password,
    connected,
    channels: unless(channels, list => list.length === 0),
    image: within('image', attr('compression', oneOf('auto_glz', 'auto_lz', 'quic', 'glz', 'lz', 'off'))).optional,
    jpeg: within('jpeg', attr('compression', compression)).optional,
    zlib: within('zlib', attr('compression', compression)).optional,
    playback: within('playback', attr('compression', onOff)).optional,
    streaming: within('streaming', attr('mode', oneOf('filter', 'all', 'off'))).optional,
    mouse: within('mouse', attr('mode', oneOf('server', 'client'))).optional,
    clipboardCopyPaste: within('clipboard', attr('copypaste', yesNo)).optional,
    fileTransfer: within('filetransfer', attr('enable', yesNo)).optional,
    gl: child(gl).optional,
  }),
  'egl-headless': group({ gl: child(headlessGl).optional }),
  dbus: checkedField(
    group({
      p2p: unless(attr('p2p', yesNo), isOn => !isOn),
      address: attr('address', str).optional,
      gl: child(gl).optional,
    }),
    ({ p2p, address }) =>
      p2p === true && address !== undefined
        ? { what: 'D-Bus p2p with an address is not supported', kind: wrong }
        : undefined,
  ),
};
type InferredGraphicsArms = typeof inferredGraphicsArms;
/** The kinds by the value of the telling attribute; named so that types which hold one stay short. */
export interface GraphicsArms extends InferredGraphicsArms {}
const graphicsArms: GraphicsArms = inferredGraphicsArms;

const typeField = variant('type', graphicsArms);
/** A graphical console, by protocol. */
export type GraphicsKind = TypeOf<typeof typeField>;
const type: RequiredField<GraphicsKind> = typeField;

const { spec: audioSpec } = within('audio', attr('id', range(1, 0xffff_ffff)));
/** Other consoles carry sound by themselves, or none. */
const audioId = optionalField<number>({
  ...audioSpec,
  read(node, reading) {
    const of = attributeOf(node, 'type');
    return of === 'vnc' || of === 'dbus' ? audioSpec.read(node, reading) : undefined;
  },
});

const graphicsShape = element('graphics', {
  kind: type,
  /** The audio backend that sound of this console goes to. */
  audioId,
});
/** A graphical console of the guest. */
export interface Graphics extends TypeOf<typeof graphicsShape> {}
export const graphics: ElementSchema<Graphics> = graphicsShape;
