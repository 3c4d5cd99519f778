import { command } from '../command.js';
import { copyBytes } from '../copy/copy-bytes.js';
import { parseCopyEnd } from '../copy/copy-end.js';
import { sizeText } from '../output/amounts.js';
import { printable } from '../output/text-width.js';
import { UsageError } from '../usage-error.js';

export const copy = command({
  name: 'copy',
  summary: 'copy the content of volumes: to files, from files, from volume to volume',
  operands: 'FROM TO',
  details: `Each end is volume/POOL/NAME or a file; - as the end is standard output. A volume that is not there is made, as large as what
goes into it. One that is there, and a file, is overwritten with --force alone. ^C leaves nothing behind that was not there before.`,
  options: { force: { type: 'boolean', short: 'f', text: 'overwrite what is there' } },
  examples: [
    ['tsvirt copy debian.qcow2 volume/images/web.qcow2', 'a file into a new volume'],
    ['tsvirt copy volume/images/web.qcow2 web.qcow2', 'a volume into a file'],
    ['tsvirt copy volume/images/web volume/backup/web', 'within the host'],
    ['tsvirt copy volume/images/web - | zstd > web.zst', 'for another program'],
  ],
  async run(session) {
    const { names, values, terminal, json, writeJson } = session;
    const [from, to, extra] = names;
    if (from === undefined || to === undefined) throw new UsageError('FROM and TO are needed');
    if (extra !== undefined) throw new UsageError(`unexpected argument '${extra}'`);
    const isToOutput = to === '-';
    if (isToOutput && (json || terminal.size() !== undefined))
      throw new UsageError('standard output is no place for the bytes');
    const bytes = await copyBytes(session, parseCopyEnd(from), parseCopyEnd(to), values.force ?? false);
    if (json) await writeJson({ from, to, bytes });
    else if (!isToOutput) await terminal.write(`${printable(to)}: ${terminal.colors.green(sizeText(bytes))} copied\n`);
    return undefined;
  },
});
