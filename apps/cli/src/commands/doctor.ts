import { command } from '../command.js';
import { type CheckResult, checks, runChecks } from '../doctor/checks.js';
import type { Verdict } from '../doctor/finding.js';
import { exitStatus } from '../exit-status.js';
import { printable, textWidth } from '../output/text-width.js';
import type { Colors } from '../output/terminal.js';
import { UsageError } from '../usage-error.js';

const checkNames = checks.map(({ name }) => name);

export const doctor = command({
  name: 'doctor',
  summary: 'explain what this host can do, and what to do about the rest',
  operands: '[CHECK...]',
  completes: checkNames,
  details: `Looks only, and changes nothing. Checks: ${checkNames.join(', ')}. The exit status is 1 when something is broken;
what is just not there is told with what it would be for.`,
  options: {},
  examples: [
    ['tsvirt doctor', 'everything'],
    ['tsvirt doctor daemons', 'who answers on this host'],
    ['tsvirt doctor --json | jq \'.[] | select(.verdict != "works")\'', 'for programs'],
  ],
  async run({ names, terminal, json, signal, driverPaths, writeJson }) {
    const unknown = names.find(name => !checkNames.includes(name));
    if (unknown !== undefined)
      throw new UsageError(`there is no check '${unknown}', expected ${checkNames.join(', ')}`);
    const chosen = names.length === 0 ? checks : checks.filter(({ name }) => names.includes(name));
    const results = await runChecks(chosen, { signal, env: terminal.env, driverPaths });
    if (json) {
      const findings = results.flatMap(({ check, findings: found }) =>
        found.map(one => ({ check: check.name, ...one })),
      );
      await writeJson(findings, true);
    } else await terminal.write(`${reportLines(results, terminal.colors).join('\n')}\n`);
    const isBroken = results.some(({ findings }) => findings.some(({ verdict }) => verdict === 'broken'));
    return isBroken ? exitStatus.failed : exitStatus.fine;
  },
});

const marks = {
  works: ['+', 'green'],
  missing: ['-', 'yellow'],
  broken: ['!', 'red'],
} as const satisfies { readonly [V in Verdict]: readonly [string, keyof Colors] };

function reportLines(results: readonly CheckResult[], colors: Colors): string[] {
  return results.flatMap(({ check, findings }, at) => {
    const width = Math.max(...findings.map(({ subject }) => textWidth(subject)));
    const lines = findings.flatMap(({ subject, verdict, text, fix }) => {
      const [mark, tone] = marks[verdict];
      const space = ' '.repeat(width - textWidth(subject));
      const first = `  ${colors[tone](mark)} ${printable(subject)}${space}  ${printable(text)}`;
      return fix === undefined ? [first] : [first, `  ${' '.repeat(width + 4)}${colors.cyan(`try: ${fix}`)}`];
    });
    return [...(at === 0 ? [] : ['']), colors.bold(check.group), ...lines];
  });
}
