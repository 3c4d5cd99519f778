import { formatUuid, parseUuid } from '@tsvirt/util';
import type { Text } from './text.js';

/** A UUID; read in each spelling libvirt takes (hyphens anywhere or nowhere), kept and written in the usual one. */
export const uuid: Text<string> = {
  expected: 'a UUID',
  type: { name: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
  write: value => value,
  read(text) {
    const bytes = parseUuid(text);
    return bytes === undefined ? undefined : formatUuid(bytes);
  },
};

const macPattern = /^[0-9a-fA-F]{1,2}(?::[0-9a-fA-F]{1,2}){5}$/;

/** A MAC address: six hexadecimal bytes with colons, kept with two lower-case digits each. */
export const mac: Text<string> = {
  expected: 'a MAC address such as 52:54:00:12:34:56',
  type: { name: 'string', pattern: '^[0-9a-f]{2}(:[0-9a-f]{2}){5}$' },
  write: value => value,
  read(text) {
    if (!macPattern.test(text)) return undefined;
    return text
      .toLowerCase()
      .split(':')
      .map(byte => byte.padStart(2, '0'))
      .join(':');
  },
};
