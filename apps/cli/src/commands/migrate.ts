import type { CallOptions } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import { command } from '../command.js';
import { countOption } from '../command-line.js';
import { actOnEach } from '../objects/act-on-each.js';
import { longJob } from '../objects/domain-job.js';
import { UsageError } from '../usage-error.js';

export const migrate = command({
  name: 'migrate',
  summary: 'move domains to another host',
  operands: 'NAME... --to URI',
  completes: 'domains',
  details: `A running guest goes on while it moves; one that is off moves its definition. What was kept here is kept there instead.
Disks must be where both hosts see them, or be copied with --copy-storage. ^C gives it up, and the guest goes on here.`,
  options: {
    to: { type: 'string', value: 'URI', text: "the other host's connection: qemu+ssh://host/system" },
    'keep-definition': { type: 'boolean', text: 'the definition stays here as well' },
    'copy-storage': { type: 'boolean', text: 'copy the disks' },
    bandwidth: { type: 'string', value: 'MIB', text: 'at most so many MiB in a second' },
    paused: { type: 'boolean', text: 'with the CPUs halted there' },
  },
  examples: [
    ['tsvirt migrate web --to qemu+ssh://other/system', 'while it runs'],
    ['tsvirt migrate web db --to qemu+ssh://other/system --bandwidth 100', 'two of them, and leave room for others'],
  ],
  async run(invocation) {
    const { values, signal, connectTo } = invocation;
    if (values.to === undefined) throw new UsageError('--to is missing');
    const bandwidth = countOption('bandwidth', values.bandwidth);
    const destination = await connectTo(values.to);
    return actOnEach(invocation, 'moving', async ({ domain, kind }, { onProgress }) => {
      if (domain === undefined) throw new VirtError('INVALID_ARG', 'NONE', `migrate is for domains, not for a ${kind}`);
      const [isActive, persistent] = await Promise.all([domain.isActive({ signal }), domain.isPersistent({ signal })]);
      const flags = {
        live: isActive,
        offline: !isActive,
        persistDest: persistent,
        undefineSource: persistent && values['keep-definition'] !== true,
        nonSharedDisk: values['copy-storage'] ?? false,
        paused: values.paused ?? false,
      };
      const parameters = { bandwidth: bandwidth === undefined ? undefined : BigInt(bandwidth) };
      const move = async (limits: CallOptions) =>
        void (await domain.migrate3(destination, parameters, { ...flags, ...limits }));
      await longJob(domain, move, { signal, onProgress });
      return { done: 'moved', changed: true };
    });
  },
});
