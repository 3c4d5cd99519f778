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
} from '../kernel/index.js';

const listenField = variant('type', {
  address: group({ address: attr('address', str).optional }),
  network: group({ network: attr('network', str).optional, address: live(attr('address', str)) }),
  socket: group({ socket: attr('socket', str).optional }),
  none: group({}),
});
const listenShape = element('listen', { on: listenField });

/** Where a graphics server listens. */
export type GraphicsListen = TypeOf<typeof listenField>;

/** The `<listen>` elements, and the attributes `listen` or `socket` of the graphics element that repeat the first one. */
const listens: OptionalField<readonly GraphicsListen[]> = optionalField<readonly GraphicsListen[]>({
  claims: mergeClaims([claimAttribute('listen'), claimChild('listen', 'own')]),
  form: { kind: 'list', item: elementForm(single('listen', listenField)) },
  missing: () => '',
  read(node, reading) {
    const found = many(listenShape)
      .spec.read(node, reading)
      ?.map(({ on }) => on);
    if (found !== undefined) return found;
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

const portNumber = range(-1, 65535);
const remote = {
  port: attr('port', portNumber).optional,
  autoport: attr('autoport', yesNo).optional,
};
const password = {
  passwd: secret(attr('passwd', str)),
  passwdValidTo: attr('passwdValidTo', str).optional,
};
const connected = attr('connected', oneOf('default', 'fail', 'disconnect', 'keep')).optional;

const glShape = element('gl', { enable: attr('enable', yesNo).optional, rendernode: attr('rendernode', str).optional });
/** Whether guest graphics use OpenGL, and on which of the host's render nodes. */
export interface GraphicsGl extends TypeOf<typeof glShape> {}
const gl: ElementSchema<GraphicsGl> = glShape;

const spiceMode = oneOf('any', 'secure', 'insecure');
const spiceChannelShape = element('channel', {
  name: attr(
    'name',
    oneOf('main', 'display', 'inputs', 'cursor', 'playback', 'record', 'smartcard', 'usbredir', 'webdav'),
  ),
  mode: attr('mode', spiceMode),
});
/** Whether one of SPICE's channels needs TLS. */
export interface SpiceChannel extends TypeOf<typeof spiceChannelShape> {}
const spiceChannel: ElementSchema<SpiceChannel> = spiceChannelShape;

const compression = oneOf('auto', 'never', 'always');

const inferredGraphicsArms = {
  sdl: group({
    display: attr('display', str).optional,
    xauth: attr('xauth', str).optional,
    fullscreen: attr('fullscreen', yesNo).optional,
    gl: child(gl).optional,
  }),
  vnc: group({
    socket: attr('socket', str).optional,
    ...remote,
    websocket: attr('websocket', int).optional,
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
    replaceUser: attr('replaceUser', yesNo).optional,
    multiUser: attr('multiUser', yesNo).optional,
    listens,
  }),
  desktop: group({ display: attr('display', str).optional, fullscreen: attr('fullscreen', yesNo).optional }),
  spice: group({
    port: remote.port,
    tlsPort: attr('tlsPort', portNumber).optional,
    autoport: remote.autoport,
    listens: spiceListens,
    keymap: attr('keymap', str).optional,
    defaultMode: unless(attr('defaultMode', spiceMode), mode => mode === 'any'),
    ...password,
    connected,
    channels: unless(many(spiceChannel), list => list.length === 0),
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
  'egl-headless': group({ gl: child(gl).optional }),
  dbus: group({
    p2p: attr('p2p', yesNo).optional,
    address: attr('address', str).optional,
    gl: child(gl).optional,
  }),
};
type InferredGraphicsArms = typeof inferredGraphicsArms;
/** The kinds by the value of the telling attribute; named so that types which hold one stay short. */
export interface GraphicsArms extends InferredGraphicsArms {}
const graphicsArms: GraphicsArms = inferredGraphicsArms;

const typeField = variant('type', graphicsArms);
/** A graphical console, by protocol. */
export type GraphicsKind = TypeOf<typeof typeField>;
const type: RequiredField<GraphicsKind> = typeField;

const graphicsShape = element('graphics', {
  kind: type,
  /** The audio backend that sound of this console goes to. */
  audioId: within('audio', attr('id', range(1, 0xffff_ffff))).optional,
});
/** A graphical console of the guest. */
export interface Graphics extends TypeOf<typeof graphicsShape> {}
export const graphics: ElementSchema<Graphics> = graphicsShape;
