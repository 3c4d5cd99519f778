import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { loadCommands } from './command-table.js';
import { completionScript } from './completion.js';

const run = promisify(execFile);

test.skipIf(!existsSync('/bin/bash'))('bash completes commands, options and their operands', async () => {
  const complete = async (line: string) => {
    const script = `${completionScript('bash', await loadCommands())}
      COMP_WORDS=(${line}''); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); COMP_WORDS[COMP_CWORD]="$1"; _tsvirt; echo "\${COMPREPLY[@]}"`;
    const word = /(\S*)$/.exec(line)?.[1] ?? '';
    return (await run('/bin/bash', ['-c', script, 'bash', word])).stdout.trim().split(' ');
  };
  expect(await complete('tsvirt st')).toEqual(['start', 'stop']);
  expect(await complete('tsvirt -c x:/// list pool')).toEqual(['pools']);
  expect(await complete('tsvirt stop --f')).toEqual(['--force']);
});
