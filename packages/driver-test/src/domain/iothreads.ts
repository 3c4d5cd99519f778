import { VirtError } from '@tsvirt/util';
import type { Definition } from './definition.js';

type IothreadIds = NonNullable<Definition['iothreadIds']>;
export type Iothread = NonNullable<IothreadIds['iothreads']>[number];

/** The I/O threads of a definition, those without a number of their own included. */
export function iothreadsOf({ iothreads = 0, iothreadIds }: Definition): readonly Iothread[] {
  const named = iothreadIds?.iothreads ?? [];
  const threads = [...named];
  const taken = new Set(named.map(thread => thread.id));
  for (let id = 1; threads.length < iothreads; id++) if (!taken.has(id)) threads.push({ id });
  return threads;
}

/** @throws VirtError INVALID_ARG for a number that is in use */
export function withIothread(definition: Definition, id: number): Definition {
  const threads = iothreadsOf(definition);
  if (threads.some(thread => thread.id === id))
    throw new VirtError('INVALID_ARG', 'DOMAIN', `an IOThread is already using iothread_id '${id}'`);
  return withIothreads(definition, [...threads, { id }]);
}

/** @throws VirtError INVALID_ARG for a thread that is not there */
export function withoutIothread(definition: Definition, id: number): Definition {
  const threads = iothreadsOf(definition);
  if (!threads.some(thread => thread.id === id))
    throw new VirtError('INVALID_ARG', 'DOMAIN', `cannot find IOThread '${id}' in iothreadids list`);
  const changed = withIothreads(
    definition,
    threads.filter(thread => thread.id !== id),
  );
  const { cputune } = changed;
  if (cputune === undefined) return changed;
  return {
    ...changed,
    cputune: { ...cputune, iothreadpins: (cputune.iothreadpins ?? []).filter(pin => pin.iothread !== id) },
  };
}

/** @throws VirtError INVALID_ARG for a thread that is not there */
export function withIothreadPinned(definition: Definition, id: number, cpuset: string): Definition {
  if (!iothreadsOf(definition).some(thread => thread.id === id))
    throw new VirtError('INVALID_ARG', 'TEST', `iothreadid ${id} not found`);
  const others = (definition.cputune?.iothreadpins ?? []).filter(pin => pin.iothread !== id);
  return { ...definition, cputune: { ...definition.cputune, iothreadpins: [...others, { iothread: id, cpuset }] } };
}

function withIothreads(definition: Definition, threads: readonly Iothread[]): Definition {
  const { iothreads: _count, iothreadIds: _ids, ...rest } = definition;
  if (threads.length === 0) return rest;
  return { ...rest, iothreads: threads.length, iothreadIds: { iothreads: threads } };
}
