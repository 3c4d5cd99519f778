import { command } from '../command.js';
import { secondsOption } from '../command-line.js';
import { attachConsole } from '../console/attach-console.js';
import { actOnEach } from '../objects/act-on-each.js';
import { untilAddress, untilAgent } from '../objects/domain-waits.js';
import { findDomain } from '../kinds/domains.js';
import type { ManagedObject } from '../kinds/managed-object.js';
import { UsageError } from '../usage-error.js';
import { VirtError } from '@tsvirt/util';

const defaultWaitMs = 120_000;

export const start = command({
  name: 'start',
  summary: 'start domains, networks, pools, interfaces',
  operands: 'NAME...',
  completes: 'domains',
  details: 'What is active already stays as it is, and that is no error.',
  options: {
    paused: { type: 'boolean', text: 'domains: with the CPUs halted' },
    wait: { type: 'string', value: 'FOR', choices: ['agent', 'ip'], text: 'domains: until the guest is that far' },
    timeout: { type: 'string', value: 'SECONDS', text: 'how long to wait for that; 120 unless given' },
    console: { type: 'boolean', text: 'connect to the console of the one domain' },
  },
  examples: [
    ['tsvirt start web db', 'two domains'],
    ['tsvirt start web --wait ip', 'until it has an address'],
    ['tsvirt start web --console', 'see it boot'],
    ['tsvirt start network/default', 'a network'],
  ],
  async run(invocation) {
    const { values, names, signal } = invocation;
    if (values.console === true && (names.length !== 1 || invocation.json)) {
      throw new UsageError('--console is for one domain, and not with --json');
    }
    const timeoutMs = secondsOption('timeout', values.timeout) ?? defaultWaitMs;
    const begin = async (object: ManagedObject): Promise<boolean> => {
      const { domain } = object;
      if (object.start === undefined) {
        throw new VirtError('OPERATION_UNSUPPORTED', 'NONE', `a ${object.kind} cannot be started`);
      }
      if ((await object.isActive?.({ signal })) === true) return false;
      if (domain === undefined || values.paused !== true) await object.start({ signal });
      else await domain.createWithFlags({ paused: true, signal });
      return true;
    };
    const status = await actOnEach(invocation, 'starting', async object => {
      const changed = await begin(object);
      const done = changed ? 'started' : 'is active already';
      if (object.domain === undefined || values.wait === undefined) return { done, changed };
      if (values.wait === 'agent') {
        await untilAgent(object.domain, { signal, timeoutMs });
        return { done: `${done}, its agent talks`, changed };
      }
      const addresses = await untilAddress(object.domain, { signal, timeoutMs });
      return { done: `${done}, ${addresses.join(' ')}`, changed, more: { addresses } };
    });
    const [name] = names;
    if (values.console !== true || name === undefined || status !== 0) return status;
    const domain = await findDomain(await invocation.connect(), name, { signal });
    return attachConsole(domain, invocation.terminal, { signal });
  },
});
