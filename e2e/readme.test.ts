import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Background, run } from './process.js';
import { cannotRun, Place } from './tsvirtd.js';

const workspace = fileURLToPath(new URL('..', import.meta.url));
const inWorkspace = (...names: readonly string[]) => path.join(workspace, ...names);
const tsc = inWorkspace('node_modules/.bin/tsc');

/** What documents write for the daemon's socket. */
const placeholder = '/path/of/run/libvirt-sock';

/** A fenced piece of a document: its language, the file that it is said to be, and where it stands. */
interface Fence {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
  readonly line: number;
}

function fencesOf(markdown: string): Fence[] {
  return Array.from(markdown.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm), match => ({
    language: match[1] ?? '',
    file: match[2],
    text: match[3] ?? '',
    line: markdown.slice(0, match.index).split('\n').length,
  }));
}

const read = (...names: readonly string[]) => readFile(inWorkspace(...names), 'utf8');

/** Every document that people read here. */
async function documents(): Promise<string[]> {
  const inEach = async (folder: string) =>
    (await readdir(inWorkspace(folder))).map(name => path.join(folder, name, 'README.md'));
  const readmes = (await Promise.all(['packages', 'apps', 'examples'].map(inEach))).flat();
  const pages = (await readdir(inWorkspace('docs'))).filter(name => name.endsWith('.md'));
  return ['README.md', ...readmes, ...pages.map(name => path.join('docs', name))].filter(file =>
    existsSync(inWorkspace(file)),
  );
}

/** A folder in which the built packages are installed, as far as resolution goes. */
async function linkPackages(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'node_modules', '@tsvirt'), { recursive: true });
  for (const name of ['core', 'util', 'conf', 'driver-remote', 'driver-testkit']) {
    await symlink(inWorkspace('packages', name), path.join(folder, 'node_modules', '@tsvirt', name));
  }
  for (const name of ['@types', 'vitest']) {
    await symlink(inWorkspace('node_modules', name), path.join(folder, 'node_modules', name));
  }
}

/** Checks and compiles all TypeScript of a folder, as strictly as this repository does its own. */
async function compile(folder: string, rootDir: string, outDir: string): Promise<void> {
  const compilerOptions = {
    module: 'NodeNext',
    target: 'ES2023',
    lib: ['ES2023', 'ESNext.Disposable'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    rootDir,
    outDir,
  };
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: [rootDir] }));
  const checked = await run(tsc, ['-p', folder, '--pretty', 'false'], { anyStatus: true });
  expect(checked).toMatchObject({ status: 0, stdout: '' });
}

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

const examples = ['README.md', 'packages/core/README.md', 'packages/driver-remote/README.md'];
const published = existsSync(inWorkspace('packages/core/dist/index.d.ts'));
const why = cannotRun ?? (published ? undefined : 'the packages are built without types');

describe.skipIf(why !== undefined)(`examples, run against a daemon ${why ?? ''}`, async () => {
  const fences = await Promise.all(
    examples.map(async file =>
      fencesOf(await read(file))
        .filter(({ language }) => language === 'ts')
        .map((fence, index) => ({ ...fence, where: `${file}:${fence.line}`, name: `${file.length}-${index}` })),
    ),
  );
  let place: Place;
  // The mock host lives as long as somebody is connected to it.
  let holder: Background;
  const uri = () => `test+unix:///default?socket=${place.socket()}`;

  beforeAll(async () => {
    place = await Place.create();
    await place.start(['--driver-path', inWorkspace('packages/driver-test')]);
    holder = new Background('virsh', ['-q', '-c', uri()]);
    holder.type('list\n');
    await holder.saw(/running/);
    const folder = place.at('examples');
    await linkPackages(folder);
    await mkdir(path.join(folder, 'src'));
    await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
    for (const { name, text } of fences.flat()) {
      await writeFile(path.join(folder, 'src', `${name}.ts`), text.replaceAll(placeholder, place.socket()));
    }
  });

  afterAll(async () => {
    await holder.stop('SIGKILL');
    await place.dispose();
  });

  /** Changes the guest's state until a listener has heard of it: clients don't say when they begin to listen. */
  async function pokeUntil(heard: Promise<void>): Promise<void> {
    let over = false;
    // Its failure is the caller's, below.
    void heard.catch(() => {}).finally(() => (over = true));
    while (!over) {
      await run('virsh', ['-c', uri(), 'suspend', 'test']);
      await run('virsh', ['-c', uri(), 'resume', 'test']);
    }
    await heard;
  }

  test('the readers of each document find one', () => {
    expect(fences.map(found => found.length > 0)).toEqual(examples.map(() => true));
  });

  test('all of them check and compile', async () => {
    const folder = place.at('examples');
    await compile(folder, path.join(folder, 'src'), path.join(folder, 'out'));
  });

  test.each(fences.flat())('$where does what it says', async ({ name, text }) => {
    expect(text).toContain(placeholder);
    await using example = new Background(process.execPath, [place.at('examples', 'out', `${name}.js`)]);
    if (isEndless(text)) await pokeUntil(example.saw(/\btest\b.*(?:suspended|resumed|\b3\b|\b4\b)/));
    else {
      expect({ status: await example.ended, output: example.output }).toMatchObject({ status: 0 });
      expect(example.output).toMatch(/\S/);
    }
    expect(example.output).not.toMatch(/Error|Warning/);
  });

  test('what README.md types into virsh is what virsh takes', async () => {
    const text = await read('README.md');
    const typed = Array.from(text.matchAll(/^ +virsh # (.+)$/gm), match => match[1] ?? '');
    expect(typed.length).toBeGreaterThan(0);
    for (const command of typed.filter(line => !line.includes('--loop'))) {
      await run('virsh', ['-c', uri(), ...command.split(' ')]);
    }
    for (const command of typed.filter(line => line.includes('--loop'))) {
      await using waiting = new Background('virsh', ['-c', uri(), ...command.split(' ')]);
      await pokeUntil(waiting.saw(/event .* for domain 'test'/));
    }
  });
});

/** Whether an example waits for events until it is ended. */
function isEndless(text: string): boolean {
  return text.includes('for await') && !text.includes('break;');
}

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
