import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { formatDomain, parseDomainReporting } from '../src/index.js';
import { corpusCases, corpusFolder } from './corpus.js';
import { difference } from './difference.js';

const kinds = ['domain-test', 'domain-qemu', 'domain-kvm', 'domain-lxc'];

describe.skipIf(corpusFolder === undefined)('documents that libvirt wrote (set TSVIRT_CORPUS to the corpus)', () => {
  test.each(kinds)('%s: read and written again, not a byte differs', async kind => {
    const failures: string[] = [];
    let count = 0;
    for (const { name, expected, secure } of await corpusCases(corpusFolder ?? '', kind)) {
      for (const document of [expected, secure]) {
        if (document === undefined) continue;
        count++;
        const failure = failureOf(document, document === secure);
        if (failure !== undefined) failures.push(`### ${name}\n${failure}`);
      }
    }
    const report = process.env.TSVIRT_CORPUS_REPORT;
    if (report !== undefined) await writeFile(`${report}-${kind}.txt`, failures.join('\n'));
    console.info(`${kind}: ${count - failures.length} of ${count} documents keep every byte`);
    expect(failures).toEqual([]);
  });
});

function failureOf(document: string, secure: boolean): string | undefined {
  let written: string;
  try {
    const { domain, unknown } = parseDomainReporting(document, { unknown: 'report', inactive: true });
    if (unknown.length > 0) return `unknown: ${unknown.join(' ')}`;
    written = formatDomain(domain, { inactive: true, secure });
  } catch (reason) {
    return `error: ${String(reason)}`;
  }
  return difference(document, written);
}
