import { VirtError } from '@tsvirt/util';
import { command } from '../command.js';
import { actOnEach } from '../objects/act-on-each.js';
import { longJob } from '../objects/domain-job.js';

export const save = command({
  name: 'save',
  summary: 'stop domains with their memory kept; start goes on from there',
  operands: 'NAME...',
  completes: 'domains',
  details: `The driver keeps the memory with the domain, on the disk of its host. ^C gives it up, and the guest goes on.`,
  options: {},
  examples: [
    ['tsvirt save web', "like closing a laptop's lid"],
    ['tsvirt start web', 'goes on where it was'],
  ],
  run(invocation) {
    const { signal } = invocation;
    return actOnEach(invocation, 'saving', async ({ domain, kind }, { onProgress }) => {
      if (domain === undefined) throw new VirtError('INVALID_ARG', 'NONE', `save is for domains, not for a ${kind}`);
      if (!(await domain.isActive({ signal }))) return { done: 'is off already', changed: false };
      await longJob(domain, limits => domain.managedSave(limits), { signal, onProgress });
      return { done: 'saved', changed: true };
    });
  },
});
