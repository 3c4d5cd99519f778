import { command } from '../command.js';
import { domainFacts } from '../info/domain-facts.js';
import { domainPage } from '../info/domain-page.js';
import { hostFacts, hostLines } from '../info/host-facts.js';
import { findDomain } from '../kinds/domains.js';
import { parseDomainName } from '../kinds/object-name.js';
import { UsageError } from '../usage-error.js';

export const info = command({
  name: 'info',
  summary: 'show a domain on one page; without a name, the host',
  operands: '[DOMAIN]',
  completes: 'domains',
  details: 'Addresses are those that the network, the guest agent or the host knows, in this order.',
  options: {},
  examples: [
    ['tsvirt info web', 'state, memory, disks, interfaces, snapshots, job'],
    ['tsvirt info', 'who is at the other end'],
    ["tsvirt info web --json | jq -r '.interfaces[].addresses[]'", 'parts of it'],
  ],
  async run({ names, terminal, json, connect, signal, writeJson }) {
    const [name, extra] = names;
    if (extra !== undefined) throw new UsageError(`unexpected argument '${extra}'`);
    const domainName = name === undefined ? undefined : parseDomainName(name, 'info');
    const connection = await connect();
    if (domainName === undefined) {
      const facts = await hostFacts(connection, signal);
      if (json) await writeJson(facts, true);
      else await terminal.write(`${hostLines(facts).join('\n')}\n`);
      return undefined;
    }
    const facts = await domainFacts(await findDomain(connection, domainName, { signal }), signal);
    if (json) await writeJson(facts, true);
    else await terminal.write(`${domainPage(facts, terminal).join('\n')}\n`);
    return undefined;
  },
});
