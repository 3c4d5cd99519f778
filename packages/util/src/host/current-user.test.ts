import { userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { userHome, userName } from './current-user.js';

test('the home folder is that of HOME, when it is absolute', () => {
  expect(userHome({ HOME: '/srv/home' })).toBe('/srv/home');
});

test.skipIf(userName() === undefined).each([{}, { HOME: '' }, { HOME: 'home' }])(
  'the home folder is what the list of users says with %o',
  env => {
    expect(userHome(env)).toBe(userInfo().homedir);
  },
);
