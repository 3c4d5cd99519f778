import { readAnyBase } from '../../kernel/index.js';
import type { Redirfilter } from '../redirdev.js';
import type { Rng } from '../rng.js';
import type { Smartcard } from '../smartcard.js';
import type { Vsock } from '../vsock.js';

/** The host's device behind a random number generator that names none. */
export function completeRng(rng: Rng): Rng {
  if (rng.backend.model !== 'random') return rng;
  return { ...rng, backend: { ...rng.backend, device: rng.backend.device ?? '/dev/random' } };
}

/** Without a number, the context id is found when the guest starts. */
export function completeVsock(vsock: Vsock): Vsock {
  const auto = vsock.cid?.auto ?? vsock.cid?.address === undefined;
  return { ...vsock, cid: { ...vsock.cid, auto } };
}

/** Gives readers without an address the next slot of the first CCID controller. */
export function placeSmartcards(smartcards: readonly Smartcard[]): readonly Smartcard[] {
  const taken = new Set(
    smartcards.map(({ address }) => (address?.type === 'ccid' && address.controller === 0 ? address.slot : -1)),
  );
  let slot = 0;
  return smartcards.map(smartcard => {
    if (smartcard.address !== undefined) return smartcard;
    while (taken.has(slot)) slot++;
    taken.add(slot);
    return { ...smartcard, address: { type: 'ccid', controller: 0, slot } };
  });
}

/** A version with two digits behind the point. */
function versionOf(text: string | undefined): string | undefined {
  const [major, minor] = text?.split('.') ?? [];
  return major === undefined || minor === undefined ? text : `${Number(major)}.${minor.padEnd(2, '0')}`;
}

/** In a rule for redirected devices, -1 means any. */
export function completeRedirfilter(filter: Redirfilter): Redirfilter {
  const known = (text: string | undefined) => (text === '-1' ? undefined : text);
  const number = (text: string | undefined, digits: number) => {
    const value = text === undefined ? undefined : readAnyBase(text);
    return value === undefined ? known(text) : `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;
  };
  return {
    rules: filter.rules.map(rule => ({
      class: number(rule.class, 2),
      vendor: number(rule.vendor, 4),
      product: number(rule.product, 4),
      version: versionOf(known(rule.version)),
      allow: rule.allow,
    })),
  };
}
