import { describe, expect, test } from 'vitest';
import { flagFilter } from './flag-filter.js';
import { IdNumbers } from './id-numbers.js';
import { matchDefinition } from './match-definition.js';
import { ObjectStore } from './object-store.js';

interface Volume {
  name: string;
  path: string;
}

const uuids = ['42bafb11-773d-4b82-ace7-10a4c9e17eaf', 'd4f1a2b3-0000-4b82-ace7-10a4c9e17eaf'] as const;

describe('a store of objects', () => {
  test('finds an object by each of its keys, and no more after a change of them', () => {
    const store = new ObjectStore<Volume, 'path'>({ path: volume => volume.path });
    const volume: Volume = { name: 'a', path: '/a' };
    store.add(volume);
    expect(store.byName('a')).toBe(volume);
    expect(store.by('path', '/a')).toBe(volume);
    store.update(volume, () => {
      volume.name = 'b';
      volume.path = '/b';
    });
    expect(store.byName('a')).toBeUndefined();
    expect(store.by('path', '/a')).toBeUndefined();
    expect(store.byName('b')).toBe(volume);
    expect(store.by('path', '/b')).toBe(volume);
  });

  test('forgets an object altogether', () => {
    const store = new ObjectStore<Volume, 'path'>({ path: volume => volume.path });
    const volume = { name: 'a', path: '/a' };
    store.add(volume);
    store.remove(volume);
    expect([store.size, store.byName('a'), store.by('path', '/a')]).toEqual([0, undefined, undefined]);
  });

  test('refuses a second object of a name', () => {
    const store = new ObjectStore<{ readonly name: string }>();
    store.add({ name: 'a' });
    expect(() => store.add({ name: 'a' })).toThrow('stored already');
  });

  test('does not forget an object because another with its name is removed', () => {
    const store = new ObjectStore<{ readonly name: string }>();
    const kept = { name: 'a' };
    store.add(kept);
    store.remove({ name: 'a' });
    expect(store.byName('a')).toBe(kept);
  });

  test('lists what fits, no more than the limit', () => {
    const store = new ObjectStore<{ readonly name: string }>();
    for (const name of ['a1', 'b1', 'a2', 'a3']) store.add({ name });
    expect(store.list(({ name }) => name.startsWith('a'), 2).map(({ name }) => name)).toEqual(['a1', 'a2']);
  });
});

describe('a new definition', () => {
  const store = new ObjectStore<{ readonly name: string; readonly uuid: string }>();
  const web = { name: 'web', uuid: uuids[0] };
  store.add(web);

  test('is about the object with its name and uuid', () => {
    expect(matchDefinition(store, { name: 'web', uuid: uuids[0] }, 'domain', 'QEMU')).toBe(web);
    expect(matchDefinition(store, { name: 'db', uuid: uuids[1] }, 'domain', 'QEMU')).toBeUndefined();
  });

  test.each([
    [{ name: 'db', uuid: uuids[0] }, "domain 'web' is already defined with uuid"],
    [{ name: 'web', uuid: uuids[1] }, "domain 'web' already exists with uuid"],
  ])('is refused when its name and uuid are of two objects: %o', (definition, message) => {
    expect(() => matchDefinition(store, definition, 'domain', 'QEMU')).toThrow(message);
  });
});

describe('flags of a listing call', () => {
  const filter = flagFilter<{ readonly active: boolean; readonly autostart: boolean }>([
    [
      [1, object => object.active],
      [2, object => !object.active],
    ],
    [
      [16, object => object.autostart],
      [32, object => !object.autostart],
    ],
  ]);
  const object = { active: true, autostart: false };

  test.each([
    [0, true],
    [1, true],
    [2, false],
    [3, true],
    [1 | 16, false],
    [1 | 32, true],
    [64, true],
  ])('%i', (flags, fits) => {
    expect(filter.of(flags)(object)).toBe(fits);
  });

  test('are known by their mask', () => {
    expect(filter.flags).toBe(51);
  });
});

test('a number is never given twice', () => {
  const numbers = new IdNumbers<string>();
  numbers.hold(7, 'from before');
  const next = numbers.next();
  numbers.hold(next, 'new');
  numbers.release(next);
  expect([next, numbers.next(), numbers.byId(7), numbers.byId(next)]).toEqual([8, 9, 'from before', undefined]);
});
