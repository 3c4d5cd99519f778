import { readdirSync, readFileSync, existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDomain, parseDomain } from '@tsvirt/conf/domain';
import { logger, VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import { firmwareFolders, readFirmwareDescriptors } from '../src/capabilities/firmware-descriptors.js';
import { CapabilitiesCache } from '../src/capabilities/cache.js';
import { shownCommand } from '../src/handlers/native-command.js';
import { completeGuest } from '../src/policy/complete-guest.js';
import { layoutOf } from '../src/state/layout.js';

// The corpus is recorded from a real daemon and lies outside of the repository.
const corpus = process.env['TSVIRT_CORPUS'];
const kind = 'domain-qemu';
const folder = join(corpus ?? '', kind);
const wanted = process.env['TSVIRT_CORPUS_CASE'];
const report = process.env['TSVIRT_CORPUS_REPORT'];

/** How many cases hold so far; the numbers only rise. */
const least = { documents: 496, errors: 107, argv: 435 };

interface Verdict {
  readonly name: string;
  readonly check: 'document' | 'error' | 'argv';
  readonly fault: string | undefined;
}

describe.skipIf(corpus === undefined || !existsSync(folder))(`${kind}: set TSVIRT_CORPUS to the corpus`, () => {
  test('documents, errors and command lines are those of the real daemon', { timeout: 120_000 }, async () => {
    const capabilities = new CapabilitiesCache(
      join(tmpdir(), 'tsvirt-test-capabilities'),
      logger('test'),
      new AbortController().signal,
    );
    const verdicts: Verdict[] = [];
    for (const name of readdirSync(folder)) {
      if (wanted !== undefined && !new RegExp(wanted).test(name)) continue;
      if (existsSync(join(folder, name, 'input.xml'))) verdicts.push(...(await judge(name, capabilities)));
    }
    const failures = verdicts.filter(({ fault }) => fault !== undefined);
    if (report !== undefined)
      writeFileSync(
        report,
        failures.map(({ name, check, fault }) => `## ${check} ${name}\n${fault ?? ''}\n`).join('\n'),
      );
    const count = (check: Verdict['check']) => {
      const all = verdicts.filter(verdict => verdict.check === check);
      return { all: all.length, good: all.filter(({ fault }) => fault === undefined).length };
    };
    const [documents, errors, argv] = [count('document'), count('error'), count('argv')];
    console.info(
      `documents ${documents.good}/${documents.all}, errors ${errors.good}/${errors.all}, argv ${argv.good}/${argv.all}`,
    );
    if (wanted !== undefined) return;
    expect(documents.good).toBeGreaterThanOrEqual(least.documents);
    expect(errors.good).toBeGreaterThanOrEqual(least.errors);
    expect(argv.good).toBeGreaterThanOrEqual(least.argv);
  });
});

const descriptors = await readFirmwareDescriptors(firmwareFolders(true), logger('test'));

const layout = layoutOf({
  etc: '/etc/libvirt',
  run: '/run/libvirt',
  lib: '/var/lib/libvirt',
  cache: '/var/cache/libvirt',
  log: '/var/log/libvirt',
});

async function judge(name: string, capabilities: CapabilitiesCache): Promise<Verdict[]> {
  const text = (file: string): string | undefined => {
    const path = join(folder, name, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  const input = text('input.xml') ?? '';
  const wantedError = text('error.json');
  const verdicts: Verdict[] = [];
  try {
    const guest = await completeGuest(parseDomain(input, { inactive: true }), { capabilities, layout });
    if (wantedError !== undefined) return [{ name, check: 'error', fault: `accepted, but: ${wantedError}` }];
    const wantedXml = text('expected.xml') ?? '';
    const xml = formatDomain(guest, { inactive: true });
    verdicts.push({ name, check: 'document', fault: firstDifference(wantedXml, xml) });
    const wantedArgv = text('argv.txt');
    if (wantedArgv !== undefined) {
      let fault: string | undefined;
      try {
        const { emulator, args } = shownCommand(
          { layout },
          guest,
          await capabilities.of(guest.devices.emulator),
          descriptors,
        );
        const lines = wantedArgv.trimEnd().split('\n');
        fault = firstDifference(
          lines
            .slice(lines.findIndex(line => line.startsWith('/')))
            .map(comparable)
            .join('\n'),
          [emulator, ...args]
            .flatMap(arg => arg.split('\n'))
            .map(comparable)
            .join('\n'),
        );
      } catch (reason) {
        fault = `threw ${String(reason)}`;
      }
      verdicts.push({ name, check: 'argv', fault });
    }
    return verdicts;
  } catch (reason) {
    const error = VirtError.wrap(reason, 'QEMU');
    if (wantedError === undefined)
      return [
        {
          name,
          check: 'document',
          fault: `threw ${error.message} ${reason instanceof Error ? (reason.stack ?? '') : ''}`,
        },
      ];
    const { code, domain, message } = JSON.parse(wantedError) as { code: number; domain: number; message: string }; // recorded by our own script
    const same = code === error.codeNumber && domain === error.domainNumber;
    return [
      {
        name,
        check: 'error',
        fault: same
          ? undefined
          : `wanted ${code} ${domain} ${message}\n   got ${error.codeNumber} ${error.domainNumber} ${error.message}`,
      },
    ];
  }
}

/** JSON compares as JSON, and descriptors have any number. */
function comparable(argument: string): string {
  if (!argument.startsWith('{')) return argument;
  const value: unknown = JSON.parse(argument.replaceAll(/"(?:fd|vhostfd)":"[^"]*"/g, '"fd":"@FD@"'));
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

function firstDifference(wanted: string, got: string): string | undefined {
  const [a, b] = [wanted.trimEnd().split('\n'), got.trimEnd().split('\n')];
  const at = a.findIndex((line, index) => line !== b[index]);
  if (at < 0 && a.length === b.length) return undefined;
  const from = at < 0 ? a.length : at;
  return [
    ...a.slice(from, from + 4).map(line => `- ${line}`),
    ...b.slice(from, from + 4).map(line => `+ ${line}`),
  ].join('\n');
}
