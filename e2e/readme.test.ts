import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documents, type Fence, fencesOf, inWorkspace, read } from './documents.js';
import { compile, linkPackages } from './example-folder.js';
import { run } from './process.js';
import { cannotRun, daemonFile, Place } from './tsvirtd.js';

describe('documents', async () => {
  test.each(await documents())('%s leads only to what is there', async file => {
    const text = await read(file);
    const targets = Array.from(text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g), match => match[1] ?? '');
    const missing = targets.filter(
      target => !/^[a-z]+:/.test(target) && !existsSync(path.join(inWorkspace(file), '..', target)),
    );
    expect(missing).toEqual([]);
  });

  test.each(await documents())('%s names only scripts that package.json has', async file => {
    const manifest: unknown = JSON.parse(await read('package.json'));
    const text = await read(file);
    const named = Array.from(
      text.matchAll(/\bp?npm(?:@[\d.]+)? (?:run ([\w-]+)|(start|test)\b)/g),
      match => match[1] ?? match[2],
    );
    for (const name of named) expect(manifest).toHaveProperty(['scripts', name ?? '']);
  });
});

const published = existsSync(inWorkspace('packages/core/dist/index.d.ts'));
const why = cannotRun ?? (published ? undefined : 'the packages are built without types');

/** What the page writes for the daemon's socket. */
const placeholder = '/path/of/run/libvirt-sock';

describe.skipIf(why !== undefined)(`the driver of docs/writing-a-driver.md ${why ?? ''}`, () => {
  let place: Place;
  let fences: Fence[];

  beforeAll(async () => {
    place = await Place.create();
    fences = fencesOf(await read('docs/writing-a-driver.md'));
    const folder = place.at('driver');
    await linkPackages(folder);
    for (const { file, text } of fences) {
      if (file === undefined) continue;
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
  });

  afterAll(() => place.dispose());

  test('compiles', async () => {
    const folder = place.at('driver');
    await compile(folder, path.join(folder, 'src'), path.join(folder, 'dist'));
  });

  test('is found, and serves what the page types', async () => {
    const daemon = await place.start(['--driver-path', place.at('driver')]);
    expect(daemon.output).toContain('tsvirt-driver-clock 0.1.0 for clock');
    const lines = fences.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.trim().split('\n'));
    expect(lines.length).toBeGreaterThan(0);
    const said = [];
    for (const line of lines) {
      const { stdout } = await run('sh', ['-c', line.replaceAll(placeholder, place.socket())], { cwd: place.folder });
      said.push(stdout);
    }
    expect(said.join('')).toMatch(/clock +shut off[^]*Domain 'clock' started[^]*text\/plain[^]*destroyed/);
    expect(await readFile(place.at('shot.txt'), 'utf8')).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  test('keeps the contract that every driver keeps', async () => {
    const vitest = inWorkspace('node_modules/vitest/vitest.mjs');
    const args = ['run', '--root', place.at('driver'), '--reporter=json'];
    const { status, stdout, stderr } = await run(process.execPath, [vitest, ...args], {
      cwd: place.at('driver'),
      anyStatus: true,
    });
    const { numPassedTests, testResults }: JsonReport = JSON.parse(stdout);
    const broken = testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(rule => rule.status === 'failed'),
    );
    expect({ broken: broken.map(rule => [rule.title, ...(rule.failureMessages ?? [])]), stderr, status }).toEqual({
      broken: [],
      stderr: expect.any(String),
      status: 0,
    });
    expect(numPassedTests).toBeGreaterThan(20);
  });
});

describe.skipIf(why !== undefined)(`what the guides for the command line say ${why ?? ''}`, () => {
  let place: Place;

  beforeAll(async () => {
    place = await Place.create();
  });

  afterAll(() => place.dispose());

  test('the configuration of docs/running-tsvirtd.md is taken, and its commands work under it', async () => {
    const fences = fencesOf(await read('docs/running-tsvirtd.md'));
    const configuration = fences.find(fence => fence.file === 'tsvirtd.conf');
    await writeFile(place.at('tsvirtd.conf'), configuration?.text ?? '');
    const args = ['--config', place.at('tsvirtd.conf'), '--driver-path', inWorkspace('packages/driver-test')];
    const daemon = await place.start(args);
    expect(daemon.output).not.toMatch(/warning|error/);
    const commands = [...fences, ...fencesOf(await read('docs/testing-with-the-mock.md'))]
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text }) => text.trim().split('\n'));
    expect(commands.length).toBeGreaterThan(5);
    for (const command of commands) {
      const line = command
        .replaceAll(placeholder, place.socket())
        .replaceAll('/path/of/run/libvirt-admin-sock', place.socket('libvirt-admin-sock'));
      const { stdout } = await run('sh', ['-c', line], { cwd: place.folder });
      if (!line.includes('-set ') && !line.includes('--filters ')) expect(stdout, line).toMatch(/\S/);
    }
    expect((await stat(place.socket())).mode & 0o777).toBe(0o770);
  });

  test('options of tsvirtd that documents name are options of tsvirtd', async () => {
    const { stdout: help } = await run(process.execPath, [daemonFile, '--help']);
    const pages = await Promise.all(['docs/running-tsvirtd.md', 'apps/daemon/README.md'].map(file => read(file)));
    const named = pages.flatMap(page =>
      Array.from(page.matchAll(/(?:tsvirtd |`)(--[a-z][a-z-]+)/g), match => match[1] ?? ''),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(option => !help.includes(`${option} `))).toEqual([]);
  });
});

/** What vitest's JSON reporter writes, as far as it is looked at. */
interface JsonReport {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}
