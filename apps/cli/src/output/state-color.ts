import type { Paint } from './table.js';
import type { Colors } from './terminal.js';

const paints = {
  running: 'green',
  blocked: 'green',
  paused: 'yellow',
  pmsuspended: 'yellow',
  shutdown: 'yellow',
  building: 'yellow',
  degraded: 'yellow',
  crashed: 'red',
  inaccessible: 'red',
} as const satisfies { readonly [state: string]: keyof Colors };

/** The colour of a state; what is off, or not known, is dimmed. */
export function statePaint(state: string, colors: Colors): Paint {
  return isKnown(state) ? colors[paints[state]] : colors.dim;
}

function isKnown(state: string): state is keyof typeof paints {
  return Object.hasOwn(paints, state);
}
