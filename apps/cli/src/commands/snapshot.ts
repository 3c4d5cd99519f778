import type { CallOptions } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import { command } from '../command.js';
import { actOnEach } from '../objects/act-on-each.js';
import { longJob } from '../objects/domain-job.js';

export const snapshot = command({
  name: 'snapshot',
  summary: 'take snapshots of domains, to revert to',
  operands: 'NAME...',
  completes: 'domains',
  details: `With its memory where a guest runs, unless --disk-only. The driver names a snapshot that is given no name.`,
  options: {
    name: { type: 'string', short: 'n', value: 'SNAPSHOT', text: 'what it is called' },
    description: { type: 'string', value: 'TEXT', text: 'what it is for' },
    'disk-only': { type: 'boolean', text: 'without memory' },
    quiesce: { type: 'boolean', text: "have the guest's agent write out its file systems first" },
  },
  examples: [
    ['tsvirt snapshot web --name before', 'before something risky'],
    ['tsvirt list snapshots web', 'what there is'],
    ['tsvirt revert snapshot/web/before', 'back to it'],
  ],
  async run(invocation) {
    const { values, signal } = invocation;
    const { name, description } = values;
    const { formatDomainSnapshot } = await import('@tsvirt/conf/snapshot');
    const xml = formatDomainSnapshot({ name, description });
    return actOnEach(invocation, 'taking snapshots of', async ({ domain, kind }, { onProgress }) => {
      if (domain === undefined) throw new VirtError('INVALID_ARG', 'NONE', `a ${kind} has no snapshots`);
      let taken = '';
      const flags = { diskOnly: values['disk-only'] ?? false, quiesce: values.quiesce ?? false };
      const take = async (limits: CallOptions) => {
        taken = (await domain.snapshotCreateXML(xml, { ...flags, ...limits })).name;
      };
      await longJob(domain, take, { signal, onProgress });
      return { done: `snapshot ${taken}`, changed: true, more: { snapshot: taken } };
    });
  },
});

export const revert = command({
  name: 'revert',
  summary: 'take domains back to their snapshots',
  operands: 'snapshot/DOMAIN/NAME...',
  details: 'What happened since then is lost, unless there is a snapshot of that as well.',
  options: {},
  examples: [['tsvirt revert snapshot/web/before', 'with disks, and memory where it has some']],
  run(invocation) {
    return actOnEach(invocation, 'reverting to', async ({ revert: takeBack, kind }) => {
      if (takeBack === undefined)
        throw new VirtError('INVALID_ARG', 'NONE', `a ${kind} is nothing to go back to, expected snapshot/DOMAIN/NAME`);
      await takeBack({ timeoutMs: Number.POSITIVE_INFINITY, signal: invocation.signal });
      return { done: 'reverted', changed: true };
    });
  },
});
