/** Reads a MAC address: six groups of one or two hex digits with colons between, white space allowed behind. */
export function parseMac(text: string): Uint8Array | undefined {
  const groups = /^([0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5})[ \t\n\f\r]*$/i.exec(text)?.[1]?.split(':');
  return groups === undefined ? undefined : Uint8Array.from(groups, group => Number.parseInt(group, 16));
}

/** The canonical text of six bytes: lower case, two digits each, colons between. */
export function formatMac(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(':');
}

/** The canonical form of a MAC address, or undefined when the text is none. */
export function normalizeMac(text: string): string | undefined {
  const bytes = parseMac(text);
  return bytes === undefined ? undefined : formatMac(bytes);
}

/** Whether the address names a group of stations: a guest's card may not have such a one. */
export function isMulticastMac(bytes: Uint8Array): boolean {
  return ((bytes[0] ?? 0) & 1) === 1;
}

/** A random address under a vendor's three-byte prefix (QEMU's and KVM's is 52:54:00, the default). */
export function randomMac(prefix: readonly [number, number, number] = [0x52, 0x54, 0x00]): string {
  const bytes = new Uint8Array(6);
  globalThis.crypto.getRandomValues(bytes);
  bytes.set(prefix);
  return formatMac(bytes);
}
