import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { baselineCpu, compareCpu, expandX86, formatCpu, readCpu } from '@tsvirt/util/cpu';
import { expect, test } from 'vitest';

interface BaselineCase {
  readonly cpus: readonly string[];
  readonly expand: boolean;
  readonly migratable: boolean;
  /** The document, or `!` and the error's message. */
  readonly answer: string;
}

interface CompareCase {
  readonly cpu: string;
  /** Whether an incompatible CPU is an error. */
  readonly strict: boolean;
  readonly answer: string;
}

/** Questions with the answers of the real daemon; the fixtures say of which. */
async function recorded<T>(name: string): Promise<T> {
  const file = fileURLToPath(new URL(`fixtures/${name}.json`, import.meta.url));
  return JSON.parse(await readFile(file, 'utf8')) as T; // our own file, whose shape the two interfaces above tell
}

const baselines = await recorded<{ cases: readonly BaselineCase[] }>('baseline');
const comparisons = await recorded<{ host: string; cases: readonly CompareCase[] }>('compare');

function answerOf(work: () => string): string {
  try {
    return work();
  } catch (reason) {
    return `!${reason instanceof Error ? reason.message : String(reason)}`;
  }
}

test.each(baselines.cases.map((item, index) => [index, item] as const))(
  'baseline %i is the one that libvirt finds',
  (_, { cpus, expand, migratable, answer }) => {
    const found = answerOf(() => {
      const cpu = baselineCpu(
        cpus.map(document => readCpu(document, 'host')),
        { migratable },
      );
      return formatCpu(expand ? expandX86(cpu) : cpu).trim();
    });
    expect(found).toBe(answer);
  },
);

test.each(comparisons.cases.map((item, index) => [index, item] as const))(
  'comparison %i ends as in libvirt',
  (_, { cpu, strict, answer }) => {
    const found = answerOf(() => {
      const comparison = compareCpu(readCpu(comparisons.host, 'host'), readCpu(cpu));
      if (comparison.result !== 'incompatible' || !strict) return comparison.result;
      return `!the CPU is incompatible with host CPU: ${comparison.reason}`;
    });
    expect(found).toBe(answer);
  },
);
