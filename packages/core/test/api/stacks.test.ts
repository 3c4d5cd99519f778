import { expect, test } from 'vitest';
import { type Connection, open } from '../../src/index.js';
import { TestServer } from '../rpc/test-server.js';
import { TinyDriver } from '../rpc/tiny-driver.js';

async function askForNobody(connection: Connection): Promise<void> {
  await connection.domainLookupByName('nobody');
}

async function askTheSilent(connection: Connection): Promise<void> {
  await connection.getHostname({ timeoutMs: 1 });
}

async function openNothing(connection: Connection): Promise<void> {
  await (await connection.domainLookupByName('test')).openConsole();
}

test.each([askForNobody, askTheSilent, openNothing])('the error that $name gets says who called', async ask => {
  const driver = new TinyDriver({ connectGetHostname: () => new Promise<never>(() => {}) });
  await using server = await TestServer.start(driver);
  await using connection = await open(`test+unix:///default?socket=${server.path}`);
  const failure: unknown = await ask(connection).catch((reason: unknown) => reason);
  expect(failure instanceof Error ? failure.stack : '').toMatch(
    new RegExp(`^VirtError: .*\\n(?: +at .*\\n)*?(?: +at (?:async )?${ask.name} )`),
  );
});
