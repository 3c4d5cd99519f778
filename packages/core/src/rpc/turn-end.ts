/** What has something to do at the end of a turn of the event loop. */
export interface TurnEnd {
  endTurn(): void;
}

let waiting: TurnEnd[] = [];

/** Calls `endTurn` once the work that runs is done, before the next event of the host is looked at. */
export function atTurnEnd(what: TurnEnd): void {
  if (waiting.push(what) === 1) queueMicrotask(endTurns);
}

/** Does now what waits for the end of the turn: for those who answer a call, so that its events leave before its reply. */
export function endTurns(): void {
  const all = waiting;
  waiting = [];
  for (const what of all) what.endTurn();
}
