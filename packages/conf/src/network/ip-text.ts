import { formatIp, parseIp } from '@tsvirt/util';
import { only, type Text } from '../kernel/index.js';

/** A numeric IP address, kept in its canonical spelling. */
export const ipText: Text<string> = {
  expected: 'an IP address',
  write: value => value,
  read(text) {
    const address = parseIp(text);
    return address === undefined ? undefined : formatIp(address);
  },
};

/** A numeric IPv4 address. */
export const ipv4Text: Text<string> = only(ipText, 'an IPv4 address', value => parseIp(value)?.family === 4);
