import { writeFile } from 'node:fs/promises';
import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import { completeDomain, formatDomain, parseDomain, validateDomain } from '../src/index.js';
import { type CorpusCase, corpusCases, corpusFolder } from './corpus.js';
import { difference } from './difference.js';
import { testPolicy } from './test-policy.js';

/** Documents that are not treated as the recorded daemon, version 9.0.0, treats them, each with the reason. */
const exceptions: readonly { readonly name: RegExp; readonly reason: string }[] = [
  { name: /^vm-virt-install-loongarch64/, reason: 'the architecture is known here, and came to libvirt later' },
];

describe.skipIf(corpusFolder === undefined)(
  'definitions of the mock hypervisor (set TSVIRT_CORPUS to the corpus)',
  () => {
    test('domain-test: a document is completed as libvirt completes it', async () => {
      const failures: string[] = [];
      const all = await corpusCases(corpusFolder ?? '', 'domain-test');
      const cases = all.filter(entry => !exceptions.some(({ name }) => name.test(entry.name)));
      for (const entry of cases) {
        const failure = failureOf(entry);
        if (failure !== undefined) failures.push(`### ${entry.name}\n${failure}`);
      }
      const report = process.env.TSVIRT_CORPUS_REPORT;
      if (report !== undefined) await writeFile(`${report}-completion.txt`, failures.join('\n'));
      console.info(`domain-test: ${cases.length - failures.length} of ${cases.length} definitions are libvirt's`);
      expect(failures).toEqual([]);
    });
  },
);

function failureOf({ input, expected, error }: CorpusCase): string | undefined {
  try {
    const domain = completeDomain(parseDomain(input, { inactive: true }), testPolicy);
    validateDomain(domain);
    const written = formatDomain(domain, { inactive: true });
    return expected === undefined ? `accepted, wanted: ${error?.message}` : difference(expected, written);
  } catch (reason) {
    if (!VirtError.is(reason)) return `not a VirtError: ${String(reason)}`;
    if (error === undefined) return `error: ${reason.message}`;
    return reason.codeNumber === error.code && reason.domainNumber === error.domain
      ? undefined
      : `wanted error ${error.code}/${error.domain} ${error.message}\ngot ${reason.codeNumber}/${reason.domainNumber} ${reason.message}`;
  }
}
