/** Those who wait for a signal, behind the one listener that the signal has of all of them. */
interface Waiting {
  readonly listeners: Set<() => void>;
  readonly fire: () => void;
}

const waiting = new WeakMap<AbortSignal, Waiting>();

/**
 * Calls `listener` when a signal is aborted; at once when it is already. However many wait for one signal, it has one listener
 * of theirs: a program may give the signal of its own end to a thousand calls, and Node.js takes more than ten listeners
 * for a leak.
 * @returns what stops the waiting; without it, signal and listener live as long as each other
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) {
    listener();
    return () => {};
  }
  const { listeners, fire } = waiting.get(signal) ?? startWaiting(signal);
  // A function of its own: the same listener may wait twice, and each stops alone.
  const entry = () => listener();
  listeners.add(entry);
  return () => {
    if (!listeners.delete(entry) || listeners.size > 0) return;
    waiting.delete(signal);
    signal.removeEventListener('abort', fire);
  };
}

function startWaiting(signal: AbortSignal): Waiting {
  const listeners = new Set<() => void>();
  const fire = () => {
    waiting.delete(signal);
    const all = Array.from(listeners);
    listeners.clear();
    for (const listener of all) call(listener);
  };
  signal.addEventListener('abort', fire, { once: true });
  const started = { listeners, fire };
  waiting.set(signal, started);
  return started;
}

/** One listener's exception is nobody else's: it is reported as one that an event's listener throws. */
function call(listener: () => void): void {
  try {
    listener();
  } catch (reason) {
    queueMicrotask(() => {
      throw reason;
    });
  }
}
