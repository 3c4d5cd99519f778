import { VirtError } from '@tsvirt/util';
import type { Dial } from './dial.js';
import { dialProcess } from './process-stream.js';

/** A command of the user's that carries the protocol on its standard input and output. */
export const dialExt: Dial = ({ parameters: { command } }, { signal }) => {
  if (command === undefined) throw new VirtError('INVALID_ARG', 'REMOTE', 'the ext transport needs a command');
  return dialProcess([command], { name: command, signal });
};
