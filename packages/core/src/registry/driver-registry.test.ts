import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { entry, hostname, InstalledDrivers, open, source } from '../../test/registry/installed-drivers.js';

let drivers: InstalledDrivers;

beforeEach(async () => {
  drivers = await InstalledDrivers.create();
});

afterEach(() => drivers.dispose());

describe('a package that cannot be used costs one line, and the others work', () => {
  const cases: [name: string, prepare: () => Promise<unknown>, line: RegExp][] = [
    [
      'another contract',
      () => drivers.install('driver-bad', entry(['bad'], 'hypervisor', 99), ''),
      /^driver package driver-bad is not used: manifest: made for contract 99, this daemon has 1$/,
    ],
    [
      'an entry that is no object',
      () => drivers.install('driver-bad', 'yes', ''),
      /driver-bad .*manifest: "tsvirt" is "yes"/,
    ],
    [
      'a kind that there is not',
      () => drivers.install('driver-bad', entry(['bad'], 'printer'), ''),
      /driver-bad .*manifest: "tsvirt.kind" is "printer", expected one of hypervisor, network/,
    ],
    [
      'something else than whether it waits',
      () => drivers.install('driver-bad', { ...entry(['bad']), onDemand: 'yes' }, ''),
      /manifest: "tsvirt.onDemand" is "yes", not true or false$/,
    ],
    [
      'schemes that are none',
      () => drivers.install('driver-bad', entry(['Bad Scheme']), ''),
      /manifest: "tsvirt.schemes" is \["Bad Scheme"\]/,
    ],
    [
      'a file outside of the package',
      () =>
        drivers.install(
          'driver-bad',
          { driver: '../../evil.js', contract: 1, kind: 'hypervisor', schemes: ['bad'] },
          '',
        ),
      /manifest: "tsvirt.driver" is "..\/..\/evil.js", not a file inside the package$/,
    ],
    [
      'code that throws',
      () => drivers.install('driver-bad', entry(['bad']), `throw new Error('no luck\\nat all')`),
      /^driver package driver-bad is not used: import: no luck$/,
    ],
    [
      'code that is no code',
      () => drivers.install('driver-bad', entry(['bad']), 'const = 1'),
      /driver-bad .*import: SyntaxError: /,
    ],
    [
      'no code at all',
      () =>
        drivers.install('driver-bad', { driver: './gone.js', contract: 1, kind: 'hypervisor', schemes: ['bad'] }, ''),
      /driver-bad .*import: .*gone\.js/,
    ],
    [
      'code that never finishes',
      () =>
        drivers.install('driver-bad', entry(['bad']), 'await new Promise(() => setInterval(() => {}, 1e9).unref())'),
      /driver-bad .*import: .*import.* longer than 300 ms/,
    ],
    [
      'no default export',
      () => drivers.install('driver-bad', entry(['bad']), 'export const x = 1'),
      /definition: the module has no default export$/,
    ],
    [
      'a definition of something else',
      () => drivers.install('driver-bad', entry(['bad']), 'export default { name: 1 }'),
      /definition: the default export is not a driver definition: make it with defineDriver$/,
    ],
    [
      'a definition that its manifest does not announce',
      () => drivers.install('driver-bad', entry(['bad']), source('BAD', ['bad', 'good'])),
      /definition: its schemes are bad, good, but package.json says bad$/,
    ],
    [
      'a host that cannot run it',
      () => drivers.good('driver-bad', 'bad', `probe: async () => 'there is no /dev/bad',`),
      /^driver package driver-bad is not used: probe: there is no \/dev\/bad$/,
    ],
    [
      'a probe that throws',
      () => drivers.good('driver-bad', 'bad', `probe() { throw new TypeError('oops'); },`),
      /driver-bad .*probe: TypeError: oops$/,
    ],
    [
      'a probe that hangs',
      () => drivers.good('driver-bad', 'bad', 'probe: () => new Promise(() => {}),'),
      /driver-bad .*probe: .*probe.* longer than 200 ms/,
    ],
    [
      'a start that throws',
      () => drivers.good('driver-bad', 'bad', `start: async () => { throw new Error('no state'); },`),
      /driver-bad .*start: no state$/,
    ],
    [
      'a start that gives nothing',
      () => drivers.good('driver-bad', 'bad', 'start: async () => 7,'),
      /start: start\(\) returned no driver with an open\(\)$/,
    ],
    [
      'a manifest that is no JSON',
      async () => {
        const folder = await drivers.good('driver-bad', 'bad');
        await writeFile(join(folder, 'package.json'), '{ "name": "driver-bad", "tsvirt": {');
      },
      /driver-bad is not used: manifest: package.json is not JSON: /,
    ],
  ];

  test.each(cases)('%s', async (_name, prepare, line) => {
    await prepare();
    await drivers.good('driver-good', 'good');
    const from = await drivers.load({ limits: { importMs: 300, probeMs: 200 } });
    expect(drivers.problems).toEqual([expect.stringMatching(line)]);
    expect(await hostname(from, 'good:///')).toBe('GOOD');
    await expect(open(from, 'bad:///x')).rejects.toMatchObject({ code: 'NO_CONNECT' });
    expect(
      from
        .report()
        .map(({ state }) => state)
        .toSorted(),
    ).toEqual(['refused', 'running']);
  });

  test('a package that the configuration asks for and that is not installed', async () => {
    await drivers.good('driver-good', 'good');
    const from = await drivers.load({ places: { beside: [drivers.root], packages: ['@else/driver-gone'] } });
    expect(drivers.problems).toEqual([
      `driver package @else/driver-gone is not used: manifest: not installed: not in ${join(drivers.root, 'node_modules')}`,
    ]);
    expect(await hostname(from, 'good:///')).toBe('GOOD');
  });
});

describe('where packages are found', () => {
  test('in node_modules upwards, in scopes, through links, in named folders; others are left alone', async () => {
    await drivers.good('driver-a', 'aa');
    await drivers.good('@scope/driver-b', 'bb');
    await drivers.install('no-driver', undefined, 'throw 1');
    const elsewhere = await drivers.install(
      'driver-c',
      entry(['cc']),
      source('CC', ['cc']),
      join(drivers.root, 'elsewhere', 'c'),
    );
    await symlink(elsewhere, join(drivers.root, 'node_modules', 'driver-c'));
    const alone = await drivers.install('driver-d', entry(['dd']), source('DD', ['dd']), join(drivers.root, 'd'));
    await mkdir(join(drivers.root, 'app', 'src'), { recursive: true });
    const from = await drivers.load({
      places: {
        beside: [join(drivers.root, 'app', 'src'), drivers.root],
        folders: [alone, join(drivers.root, 'elsewhere')],
      },
    });
    expect(drivers.problems).toEqual([]);
    expect(from.report().map(({ package: name }) => name)).toEqual([
      'driver-d',
      'driver-c',
      '@scope/driver-b',
      'driver-a',
    ]);
    for (const scheme of ['aa', 'bb', 'cc', 'dd'])
      expect(await hostname(from, `${scheme}:///`)).toBe(scheme.toUpperCase());
  });

  test('a folder that is not there is one line', async () => {
    await drivers.load({ places: { folders: [join(drivers.root, 'gone')] } });
    expect(drivers.problems).toEqual([expect.stringContaining('gone is not used: manifest: the folder')]);
  });

  test('allow and deny lists keep code from being loaded', async () => {
    await drivers.install('driver-a', entry(['aa']), `throw new Error('was loaded')`);
    await drivers.install('driver-b', entry(['bb']), `throw new Error('was loaded')`);
    await drivers.good('driver-c', 'cc');
    const places = { beside: [drivers.root], allow: ['driver-a', 'driver-c'], deny: ['driver-a'] };
    const from = await drivers.load({ places });
    expect(drivers.problems).toEqual([]);
    expect(from.report()).toMatchObject([
      { package: 'driver-c', state: 'running' },
      { package: 'driver-a', state: 'excluded' },
      { package: 'driver-b', state: 'excluded' },
    ]);
  });

  test('a reload finds what was installed since, and says nothing twice', async () => {
    await drivers.install('driver-bad', entry(['bad'], 'hypervisor', 2), '');
    const from = await drivers.load();
    await drivers.good('driver-late', 'late');
    await from.reload();
    expect(await hostname(from, 'late:///')).toBe('LATE');
    expect(drivers.problems).toHaveLength(1);
  });
});

describe('which driver opens a URI', () => {
  test('a scheme claimed twice stays with the first, the other serves the rest of its own', async () => {
    await drivers.install('driver-a', entry(['one']), source('A', ['one']));
    await drivers.install('driver-b', entry(['one', 'two']), source('B', ['one', 'two']));
    await drivers.install('driver-c', entry(['one']), source('C', ['one']));
    const from = await drivers.load();
    expect(drivers.problems).toEqual([
      'driver package driver-b is used in part: scheme one is claimed by driver-a already',
      'driver package driver-c is not used: claim: scheme one is claimed by driver-a already',
    ]);
    expect(await hostname(from, 'one:///')).toBe('A');
    expect(await hostname(from, 'two:///')).toBe('B');
  });

  // Codes, domains and texts of libvirtd 9.0.0 for the same URIs.
  test.each([
    ['foo:///default', 'NO_CONNECT', 'no connection driver available for foo:///default'],
    ['GOOD:///x', 'NO_CONNECT', 'no connection driver available for GOOD:///x'],
    ['good://host/x', 'NO_CONNECT', 'no connection driver available for good://host/x'],
    ['foo', 'NO_CONNECT', "no connection driver available for URI 'foo' does not include a driver name"],
    ['/x', 'NO_CONNECT', "no connection driver available for URI '/x' does not include a driver name"],
    ['good:///a b', 'INTERNAL_ERROR', 'internal error: Unable to parse URI good:///a b'],
  ])('%s is refused as libvirtd refuses it', async (uri, code, message) => {
    await drivers.good('driver-good', 'good');
    const from = await drivers.load();
    await expect(open(from, uri)).rejects.toMatchObject({
      code,
      message,
      domain: code === 'NO_CONNECT' ? 'NONE' : 'URI',
    });
  });

  describe('with a driver for what the others do not open', () => {
    beforeEach(async () => {
      await drivers.good('driver-moon', 'moon');
      await drivers.install('driver-bad', entry(['bad']), 'throw new Error("not here")');
      const members = `start: async () => ({ open: ({ uri }) => uri.path === '/none' ? declined : { handlers } }),`;
      await drivers.install('driver-away', entry(['*']), source('AWAY', ['*'], members));
    });

    test.each([
      ['moon:///', 'MOON'],
      ['moon://host/', 'AWAY'],
      ['moon+ssh://host/', 'AWAY'],
      ['sun:///', 'AWAY'],
      ['bad://host/', 'AWAY'],
    ])('%s is opened by %s', async (uri, name) => {
      expect((await open(await drivers.load(), uri)).driverName).toBe(name);
    });

    test('what that one declines as well is nobody’s, for the reason that its own driver had', async () => {
      const registry = await drivers.load();
      await expect(open(registry, 'sun:///none')).rejects.toMatchObject({ code: 'NO_CONNECT', detail: 'sun:///none' });
      await expect(open(registry, 'bad:///none')).rejects.toMatchObject({ code: 'NO_CONNECT', message: /not here/ });
    });
  });

  test('without a URI the first driver that offers one is opened, unless the configuration names one', async () => {
    await drivers.good('driver-a', 'aa');
    await drivers.good(
      'driver-b',
      'bb',
      `defaultUri: ({ privileged }) => privileged ? 'bb:///system' : 'bb:///session',`,
    );
    await drivers.good('driver-c', 'cc', `defaultUri: () => 'cc:///system',`);
    const from = await drivers.load();
    expect((await open(from, null)).uri).toBe('bb:///system');
    expect((await open(from, '')).uri).toBe('bb:///system');
    await from.stop();
    expect((await open(await drivers.load({ defaultUri: 'aa:///x' }), null)).uri).toBe('aa:///x');
  });

  test('opening waits for the driver that claims the scheme and for no other', async () => {
    await drivers.good('driver-a', 'slow', 'start: () => new Promise(() => {}),');
    await drivers.good('driver-b', 'quick');
    const from = drivers.registry();
    const loading = from.load();
    expect(await hostname(from, 'quick:///')).toBe('QUICK');
    const given = new AbortController();
    const waiting = open(from, 'slow:///', given.signal);
    given.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
    expect(from.report()).toMatchObject([{ state: 'loading' }, { state: 'running' }]);
    void loading;
  });
});

describe('a driver that is loaded on demand', () => {
  beforeEach(async () => {
    Reflect.set(globalThis, 'registryTrace', []);
    const code = `globalThis.registryTrace.push('imported');\n${source('LATE', ['late'])}`;
    await drivers.install('driver-late', { ...entry(['late']), onDemand: true }, code);
    await drivers.good('driver-now', 'now');
  });

  test('waits for the first client, and is then at work', async () => {
    const from = await drivers.load();
    expect(Reflect.get(globalThis, 'registryTrace')).toEqual([]);
    expect(from.report()).toMatchObject([
      { package: 'driver-late', state: 'waiting' },
      { package: 'driver-now', state: 'running' },
    ]);
    expect(await hostname(from, 'now:///')).toBe('NOW');
    expect(Reflect.get(globalThis, 'registryTrace')).toEqual([]);
    expect(await Promise.all([hostname(from, 'late:///'), hostname(from, 'late:///')])).toEqual(['LATE', 'LATE']);
    expect(Reflect.get(globalThis, 'registryTrace')).toEqual(['imported']);
    expect(from.report()).toMatchObject([{ state: 'running' }, { state: 'running' }]);
  });

  test('that nobody asked for is reloaded and stopped without being loaded', async () => {
    const from = await drivers.load();
    await from.reload();
    await from.stop();
    expect(Reflect.get(globalThis, 'registryTrace')).toEqual([]);
    expect(drivers.problems).toEqual([]);
  });
});

describe('stopping and reloading', () => {
  test('reach every driver, also when one throws', async () => {
    const record = (name: string) => `
      start: async context => {
        context.signal.addEventListener('abort', () => globalThis.registryTrace.push('${name} aborted'));
        return {
          open: () => ({ handlers: {} }),
          reload: async () => { globalThis.registryTrace.push('${name} reload'); throw new Error('${name} will not'); },
          stop: async () => { globalThis.registryTrace.push('${name} stop'); throw new Error('${name} will not'); },
        };
      },`;
    await drivers.good('driver-a', 'aa', record('a'));
    await drivers.good('driver-b', 'bb', record('b'));
    const trace: string[] = [];
    Reflect.set(globalThis, 'registryTrace', trace);
    const from = await drivers.load();
    await from.reload();
    await from.stop();
    // Which of the two was started first, and so hears of the end first, is open.
    const [heard, others] = [
      trace.filter(line => line.endsWith('aborted')),
      trace.filter(line => !line.endsWith('aborted')),
    ];
    expect(heard.toSorted()).toEqual(['a aborted', 'b aborted']);
    expect(others).toEqual(['a reload', 'b reload', 'a stop', 'b stop']);
    expect(trace.slice(2, 4)).toEqual(heard);
    expect(drivers.problems).toEqual([
      'reload of driver-a failed: a will not',
      'reload of driver-b failed: b will not',
      'stopping driver-a failed: a will not',
      'stopping driver-b failed: b will not',
    ]);
  });
});
