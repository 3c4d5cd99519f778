/** Who gave way before its work was done. */
export interface Yielding {
  /** It goes on, and may give way again. */
  proceedInTurn(): void;
}

/** Milliseconds of work after which those who wait share a pass of the event loop. */
const passMs = 1;

let waiting: Yielding[] = [];
let running = 0;

/**
 * How long one connection may work on what it received before others have their turn, in milliseconds: the less, the
 * more of them wait. One packet is always worked on to its end.
 */
export function sliceMs(): number {
  return passMs / (1 + waiting.length + running);
}

/** Gives way: goes on after the event loop has looked at all other connections once. */
export function giveWay(who: Yielding): void {
  if (waiting.push(who) === 1) setImmediate(runPass);
}

function runPass(): void {
  const pass = waiting;
  waiting = [];
  running = pass.length;
  for (const who of pass) who.proceedInTurn();
  running = 0;
}
