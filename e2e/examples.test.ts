import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fencesOf, inWorkspace, read, sources } from './documents.js';
import { allExamples, inSurroundings, isEndless, printed, prints } from './example.js';
import { compile, linkPackages } from './example-folder.js';
import { exampleHost } from './example-host.js';
import { Background, run } from './process.js';
import { cannotRun, Place } from './tsvirtd.js';

const published = existsSync(inWorkspace('packages/core/dist/index.d.ts'));
const why = cannotRun ?? (published ? undefined : 'the packages are built without types');

test('what programs are written with has an example', async () => {
  const without = [];
  for (const file of await sources()) {
    if (!file.startsWith('packages/core/src/api/')) continue;
    const text = await read(file);
    const classes = text.matchAll(/(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\s*export class (\w+)/g);
    for (const [, comment, name] of classes) {
      if (comment?.includes('@example') !== true) without.push(name);
    }
  }
  expect(without).toEqual(['ReconnectingLink']);
});

describe.skipIf(why !== undefined)(`examples of documents and doc comments ${why ?? ''}`, async () => {
  const examples = await allExamples();
  let place: Place;
  // The mock host behind test:///default lives as long as somebody is connected to it.
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
    await mkdir(place.at('examples', 'src'));
    await writeFile(place.at('examples', 'package.json'), '{ "type": "module" }');
    for (const { name, text } of examples) {
      const host = place.at(`${name}.xml`);
      await writeFile(host, exampleHost);
      const surroundings = { socket: place.socket(), adminSocket: place.socket('libvirt-admin-sock'), host };
      await writeFile(place.at('examples', 'src', `${name}.ts`), inSurroundings(text, surroundings));
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

  test('all of them check and compile', async () => {
    const folder = place.at('examples');
    await compile(folder, place.at('examples', 'src'), place.at('examples', 'out'));
  });

  test.each(examples)('$where does what it says', async ({ name, text }) => {
    await using example = new Background(process.execPath, [place.at('examples', 'out', `${name}.js`)], {
      cwd: place.folder,
    });
    if (isEndless(text)) {
      await pokeUntil(example.saw(/\btest\b.*(?:suspended|resumed|\b3\b|\b4\b)/));
    } else {
      const status = await example.ended;
      expect(status, example.output).toBe(0);
      if (prints(text)) expect(example.output).toMatch(/\S/);
      for (const line of printed(text)) expect(example.output.split('\n')).toContain(line);
    }
    expect(example.output).not.toMatch(/Error|Warning/);
  });

  test('the contract test of the kit runs a driver', async () => {
    const file = 'packages/driver-testkit/README.md';
    const fences = fencesOf(await read(file)).filter(fence => fence.file === 'test/contract.test.ts');
    expect(fences).toHaveLength(1);
    const folder = place.at('kit');
    await linkPackages(folder);
    await mkdir(place.at('kit', 'test'));
    // The mock hypervisor stands for the reader's own driver.
    const text = (fences[0]?.text ?? '')
      .replace("'../src/index.js'", "'@tsvirt/driver-test'")
      .replace("'mine:///default'", "'test:///default'")
      .replace("type='mine'", "type='test'");
    await writeFile(place.at('kit', 'package.json'), '{ "type": "module" }');
    await writeFile(place.at('kit', 'test', 'contract.test.ts'), text);
    const vitest = inWorkspace('node_modules/vitest/vitest.mjs');
    const { stdout } = await run(
      process.execPath,
      [vitest, 'run', '--root', folder, '--reporter=json', '-t', 'domain lists'],
      {
        cwd: folder,
        anyStatus: true,
      },
    );
    const { numPassedTests, numFailedTests }: { numPassedTests: number; numFailedTests: number } = JSON.parse(stdout);
    expect({ numFailedTests }).toEqual({ numFailedTests: 0 });
    expect(numPassedTests).toBeGreaterThan(5);
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
