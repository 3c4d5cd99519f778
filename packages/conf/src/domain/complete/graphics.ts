import type { Graphics, GraphicsKind, GraphicsListen } from '../graphics.js';
import { contradiction, unsupported } from '../validate/unsupported.js';

const anywhere: readonly GraphicsListen[] = [{ type: 'address' }];

/** Settles ports and listeners: without a port one is found when the guest starts. */
export function completeGraphics(graphics: Graphics): Graphics {
  const { kind } = graphics;
  switch (kind.type) {
    case 'vnc':
      return { ...graphics, kind: completeVnc(kind) };
    case 'spice':
      return { ...graphics, kind: completeSpice(kind) };
    case 'rdp': {
      const { port, autoport: given, ...rest } = kind;
      const found = given === true || port === undefined || port === -1;
      const listens = (kind.listens ?? anywhere).map(settled);
      const ports = found ? { autoport: true, port: 0 } : { port: port === 0 ? undefined : port };
      return { ...graphics, kind: { ...rest, ...ports, listens } };
    }
    default:
      return graphics;
  }
}

function completeVnc(kind: Of<'vnc'>): Of<'vnc'> {
  const { socket, ...rest } = timeless(kind);
  checkConnected(kind);
  const [given, ...others] = kind.listens ?? anywhere;
  if (given === undefined) return kind;
  checkSocket(kind);
  const own: GraphicsListen = socket === undefined || given.type === 'none' ? given : { type: 'socket', socket };
  const first = settled(own);
  const listens = [first, ...others.map(settled)];
  if (first.type === 'socket' || first.type === 'none') {
    const { port: _port, autoport: _autoport, websocket: _websocket, ...portless } = rest;
    const repeated = first.type === 'socket' && first.socket !== undefined ? { socket: first.socket } : {};
    return { ...portless, ...repeated, listens };
  }
  const autoport = kind.autoport ?? (kind.port === undefined || kind.port === -1);
  const port = kind.port === -1 || kind.port === 0 ? undefined : kind.port;
  return { ...rest, autoport, port: autoport ? -1 : port, listens };
}

function completeSpice(kind: Of<'spice'>): Of<'spice'> {
  const { port, tlsPort, autoport: given, ...rest } = timeless(kind);
  const autoport = given === true || (port === -1 && tlsPort === -1);
  const [own, ...others] = kind.listens ?? anywhere;
  if (own === undefined) return kind;
  // Nobody reaches an address without a port.
  const unreachable = own.type === 'address' && !autoport && (port ?? 0) === 0 && (tlsPort ?? 0) === 0;
  const first: GraphicsListen = unreachable ? { type: 'none' } : settled(own);
  const listens = [first, ...others.map(settled)];
  if (first.type === 'socket' || first.type === 'none') return { ...rest, listens };
  const ports = { port: port === 0 ? undefined : port, tlsPort: tlsPort === 0 ? undefined : tlsPort };
  return { ...rest, ...(!autoport && ports), autoport, listens };
}

type Of<T extends GraphicsKind['type']> = Extract<GraphicsKind, { readonly type: T }>;

/** A listener without what it says nothing in. @throws XML_ERROR for a network without a name */
function settled(listen: GraphicsListen): GraphicsListen {
  if (listen.type === 'address' && listen.address === '') return { type: 'address' };
  if (listen.type === 'socket' && listen.socket === '') return { type: 'socket' };
  if (listen.type === 'network' && (listen.network ?? '') === '') {
    throw contradiction("'network' attribute is required for listen type 'network'", listen);
  }
  return listen;
}

function checkSocket(kind: Of<'vnc'>): void {
  const { socket } = kind;
  const first = kind.listens?.[0];
  if (socket === undefined || first?.type !== 'socket' || first.socket === undefined || first.socket === socket) return;
  const found = `must match 'socket' attribute of first listen element (found '${first.socket}')`;
  throw unsupported(`graphics 'socket' attribute '${socket}' ${found}`, kind, 'socket');
}

/** How long a password is valid, and what happens to those connected by it, mean nothing without one. */
function timeless<T extends Of<'vnc' | 'spice'>>(kind: T): T {
  return kind.passwd === undefined ? { ...kind, passwdValidTo: undefined, connected: undefined } : kind;
}

function checkConnected(kind: Of<'vnc'>): void {
  if (kind.passwd === undefined) return;
  if (kind.connected === undefined || kind.connected === 'keep') return;
  throw unsupported("VNC supports connected='keep' only", kind, 'connected');
}
