import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCredentials } from './pki.js';

test('a folder must hold all of a client’s files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pki-'));
  try {
    await expect(loadCredentials(folder)).rejects.toMatchObject({ code: 'SYSTEM_ERROR', message: /cacert\.pem/ });
    await writeFile(join(folder, 'cacert.pem'), 'CA');
    await expect(loadCredentials(folder)).rejects.toMatchObject({ code: 'SYSTEM_ERROR', message: /clientcert\.pem/ });
    await writeFile(join(folder, 'clientcert.pem'), 'CERT');
    await expect(loadCredentials(folder)).rejects.toMatchObject({ code: 'SYSTEM_ERROR', message: /clientkey\.pem/ });
    await writeFile(join(folder, 'clientkey.pem'), 'KEY');
    const loaded = await loadCredentials(folder);
    expect(Object.entries(loaded).map(([name, bytes]) => `${name}=${bytes.toString()}`)).toEqual([
      'ca=CA',
      'cert=CERT',
      'key=KEY',
    ]);
    await writeFile(join(folder, 'cacrl.pem'), 'CRL');
    expect((await loadCredentials(folder)).crl?.toString()).toBe('CRL');
  } finally {
    await rm(folder, { recursive: true });
  }
});
