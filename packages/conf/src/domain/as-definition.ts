import type { Domain } from './domain.js';
import type { Graphics } from './graphics.js';

/** The same domain as a definition shows it, where that differs by more than what single fields leave out. */
export function asDefinition(domain: Domain): Domain {
  const { devices } = domain;
  if (devices.graphics.length === 0) return domain;
  return { ...domain, devices: { ...devices, graphics: devices.graphics.map(withoutFoundPorts) } };
}

/** Ports that are found when the guest starts are not part of its definition. */
function withoutFoundPorts(graphics: Graphics): Graphics {
  const { kind } = graphics;
  switch (kind.type) {
    case 'vnc':
      return kind.autoport === true ? { ...graphics, kind: { ...kind, port: -1 } } : graphics;
    case 'spice': {
      if (kind.autoport !== true) return graphics;
      const { port: _port, tlsPort: _tlsPort, ...rest } = kind;
      return { ...graphics, kind: rest };
    }
    default:
      return graphics;
  }
}
