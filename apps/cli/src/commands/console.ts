import { command } from '../command.js';
import { onlyName } from '../command-line.js';
import { attachConsole } from '../console/attach-console.js';
import { findDomain } from '../objects/managed-object.js';
import { UsageError } from '../usage-error.js';

export const consoleCommand = command({
  name: 'console',
  summary: "connect to a domain's console",
  operands: 'NAME',
  completes: 'domains',
  details: `Every key goes to the guest, but ^] ends the connection. Input that is no terminal is sent as it is; the console
stays open after its end, until the guest's side closes it or ^C.
A serial line does not tell the guest how large the terminal is: 'stty cols N rows M' in the guest does.`,
  options: {
    device: { type: 'string', value: 'ALIAS', text: 'which console: serial0, console1; the first unless given' },
    force: { type: 'boolean', short: 'f', text: 'take it from whoever is connected' },
    safe: { type: 'boolean', text: 'only where the driver makes sure that nobody else is connected' },
  },
  examples: [
    ['tsvirt console web', 'the first console'],
    ['tsvirt console web --device serial1', 'another one'],
  ],
  async run({ names, values, terminal, json, connect, signal }) {
    if (json) throw new UsageError('a console has no --json');
    const { device, force, safe } = values;
    const domain = await findDomain(await connect(), onlyName(names, 'NAME'), { signal });
    return attachConsole(domain, terminal, { device, force, safe, signal });
  },
});
