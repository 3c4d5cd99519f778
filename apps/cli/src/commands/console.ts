import { command } from '../command.js';
import { onlyName } from '../command-line.js';
import { attachConsole, parseEscapeKey } from '../console/attach-console.js';
import { findDomain } from '../kinds/domains.js';
import { parseDomainName } from '../kinds/object-name.js';
import { UsageError } from '../usage-error.js';

export const consoleCommand = command({
  name: 'console',
  summary: "connect to a domain's console",
  operands: 'NAME',
  completes: 'domains',
  details: `Every key goes to the guest, but ^] (or the key of --escape) ends the connection. Input that is no terminal is sent as it is; the console
stays open after its end, until the guest's side closes it or ^C.
A serial line does not tell the guest how large the terminal is: 'stty cols N rows M' in the guest does.`,
  options: {
    device: { type: 'string', value: 'ALIAS', text: 'which console: serial0, console1; the first unless given' },
    force: { type: 'boolean', short: 'f', text: 'take it from whoever is connected' },
    escape: { type: 'string', short: 'e', value: 'KEY', text: 'what ends it, as ^K; ^] unless given' },
    safe: { type: 'boolean', text: 'only where the driver makes sure that nobody else is connected' },
  },
  examples: [
    ['tsvirt console web', 'the first console'],
    ['tsvirt console web --device serial1', 'another one'],
  ],
  async run({ names, values, terminal, json, connect, signal }) {
    if (json) throw new UsageError('a console has no --json');
    const { device, force, safe } = values;
    const escape = values.escape === undefined ? undefined : parseEscapeKey(values.escape);
    if (values.escape !== undefined && escape === undefined)
      throw new UsageError(`--escape is '${values.escape}', expected a key like ^K or ^]`);
    const name = parseDomainName(onlyName(names, 'NAME'), 'console');
    const domain = await findDomain(await connect(), name, { signal });
    return attachConsole(domain, terminal, { device, force, safe, escape, signal });
  },
});
