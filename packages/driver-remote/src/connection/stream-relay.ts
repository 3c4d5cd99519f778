import type { ClientStream } from '@tsvirt/core';
import type { StreamEnd } from '@tsvirt/core/contract';

/**
 * Joins a caller's stream with one at a remote daemon, in both directions: data, holes, the end of data, the caller's
 * finish (which the remote daemon confirms), and failures of either side. Nothing piles up: each direction reads on when
 * the other side has taken what it got.
 */
export async function relayStream(caller: StreamEnd, far: ClientStream): Promise<void> {
  const down = fromFar(caller, far);
  const up = fromCaller(caller, far);
  // The first failure ends both; the other direction's is then its echo.
  up.catch(() => {});
  down.catch(() => {});
  try {
    await Promise.all([down, up]);
  } finally {
    far.abort();
  }
}

async function fromFar(caller: StreamEnd, far: ClientStream): Promise<void> {
  for await (const chunk of far) {
    if (chunk.kind === 'data') await caller.write(chunk.data);
    else await caller.writeHole(chunk.length);
  }
  await caller.end();
}

async function fromCaller(caller: StreamEnd, far: ClientStream): Promise<void> {
  for await (const chunk of caller) {
    if (chunk.kind === 'data') await far.write(chunk.data);
    else await far.writeHole(chunk.length);
  }
  await far.finish();
}
