import type { Graphics, GraphicsKind, GraphicsListen } from '../graphics.js';
import { unsupported } from '../validate/unsupported.js';

const anywhere: readonly GraphicsListen[] = [{ type: 'address' }];

/** Settles ports and listeners: without a port one is found when the guest starts. */
export function completeGraphics(graphics: Graphics): Graphics {
  const { kind } = graphics;
  switch (kind.type) {
    case 'vnc': {
      const { socket, ...rest } = completePassword(kind);
      checkSocket(kind);
      const listens: readonly GraphicsListen[] =
        socket === undefined ? (kind.listens ?? anywhere) : [{ type: 'socket', socket }];
      const first = listens[0];
      if (first?.type === 'socket' || first?.type === 'none') {
        const { port: _port, autoport: _autoport, websocket: _websocket, ...portless } = rest;
        const repeated = first.type === 'socket' && first.socket !== undefined ? { socket: first.socket } : {};
        return { ...graphics, kind: { ...portless, ...repeated, listens } };
      }
      const autoport = kind.autoport === true || kind.port === undefined || kind.port === -1;
      return { ...graphics, kind: { ...rest, autoport, port: autoport ? -1 : kind.port, listens } };
    }
    case 'spice': {
      const { port, tlsPort, autoport: given, ...rest } = completePassword(kind);
      const autoport = given === true || (port === -1 && tlsPort === -1);
      const listens = kind.listens ?? (!autoport && port === undefined && tlsPort === undefined ? nowhere : anywhere);
      if (listens[0]?.type === 'socket' || listens[0]?.type === 'none')
        return { ...graphics, kind: { ...rest, listens } };
      return { ...graphics, kind: { ...rest, ...(!autoport && { port, tlsPort }), autoport, listens } };
    }
    case 'rdp': {
      const autoport = kind.autoport === true || kind.port === undefined || kind.port === -1;
      return {
        ...graphics,
        kind: { ...kind, autoport, port: autoport ? -1 : kind.port, listens: kind.listens ?? anywhere },
      };
    }
    default:
      return graphics;
  }
}

function checkSocket(kind: Extract<GraphicsKind, { type: 'vnc' }>): void {
  const { socket } = kind;
  const first = kind.listens?.[0];
  if (socket === undefined || first?.type !== 'socket' || first.socket === undefined || first.socket === socket) return;
  const found = `must match 'socket' attribute of first listen element (found '${first.socket}')`;
  throw unsupported(`graphics 'socket' attribute '${socket}' ${found}`, kind, 'socket');
}

const nowhere: readonly GraphicsListen[] = [{ type: 'none' }];

interface WithPassword {
  readonly passwd?: string | undefined;
  readonly passwdValidTo?: string | undefined;
  readonly connected?: 'default' | 'fail' | 'disconnect' | 'keep' | undefined;
}

/** How long a password is valid, and what happens to those connected by it, mean nothing without one. */
function completePassword<T extends WithPassword>(kind: T): T {
  return kind.passwd === undefined ? { ...kind, passwdValidTo: undefined, connected: undefined } : kind;
}
