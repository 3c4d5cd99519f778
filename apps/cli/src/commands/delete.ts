import { VirtError } from '@tsvirt/util';
import { command } from '../command.js';
import { actOnEach } from '../objects/act-on-each.js';

/** `delete` is a word of the language. */
export const deleteCommand = command({
  name: 'delete',
  summary: 'remove domains and other objects',
  operands: 'NAME...',
  completes: 'domains',
  details: `A domain's managed save, NVRAM and records of snapshots go with it; its disks stay. A volume's data is lost.
What is active is left alone without --force.`,
  options: { force: { type: 'boolean', short: 'f', text: 'stop at once what is active' } },
  examples: [
    ['tsvirt delete web', 'a domain that is off'],
    ['tsvirt delete --force web', 'whether it runs or not'],
    ['tsvirt delete volume/images/web.qcow2', 'a volume, with its data'],
    ['tsvirt delete snapshot/web/before', 'a snapshot'],
  ],
  run(invocation) {
    const { values, signal } = invocation;
    return actOnEach(invocation, 'deleting', async ({ kind, isActive, stop, remove, domain }, { name }) => {
      if (remove === undefined) throw new VirtError('OPERATION_UNSUPPORTED', 'NONE', `a ${kind} cannot be deleted`);
      if ((await isActive?.({ signal })) === true) {
        if (values.force !== true) {
          throw new VirtError('OPERATION_INVALID', 'NONE', `'${name}' is active: stop it first, or use --force`);
        }
        const isTransient = domain !== undefined && !(await domain.isPersistent({ signal }));
        await stop?.({ signal });
        if (isTransient) return { done: 'deleted', changed: true };
      }
      await remove({ signal });
      return { done: 'deleted', changed: true };
    });
  },
});
