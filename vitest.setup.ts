import { expect } from 'vitest';

// What this machine's settings say to libvirt's clients, to this project's programs and to shells must not decide a test.
for (const name of Object.keys(process.env)) {
  if (
    /^(?:LIBVIRT|VIRSH|VIRT_ADMIN|VIRTINST|XDG|GIT|LISTEN|NOTIFY)_|^(?:TSVIRT_URI|LANGUAGE|NO_COLOR|FORCE_COLOR|DEBUG)$/.test(
      name,
    )
  )
    delete process.env[name];
}
process.env['LC_ALL'] = 'C';

// Without this, a pattern in `toMatchObject` is an object without properties, which everything matches.
expect.addEqualityTesters([
  (actual: unknown, expected: unknown) => {
    if (!(expected instanceof RegExp) || actual instanceof RegExp) return undefined;
    return typeof actual === 'string' && expected.test(actual);
  },
]);
