import { expect } from 'vitest';

// Without this, a pattern in `toMatchObject` is an object without properties, which everything matches.
expect.addEqualityTesters([
  (actual: unknown, expected: unknown) => {
    if (!(expected instanceof RegExp) || actual instanceof RegExp) return undefined;
    return typeof actual === 'string' && expected.test(actual);
  },
]);
