import type { NetworkDevices } from '@tsvirt/util/host';

const prefix = 'vnet';

/** Names for the taps of guests. One is not given again while the daemon runs, so that who sees a name knows the guest. */
export class TapNames {
  #next = 0;

  /** Takes a name that no device of the host has. @param template where the number goes is `%d` */
  take(devices: NetworkDevices, template = `${prefix}%d`): string {
    if (template !== `${prefix}%d`) {
      for (let number = 0; ; number++) {
        const name = template.replace('%d', String(number));
        if (!devices.exists(name)) return name;
      }
    }
    for (;;) {
      const name = `${prefix}${this.#next++}`;
      if (!devices.exists(name)) return name;
    }
  }

  /** A guest that was taken back has this name. */
  reserve(name: string): void {
    const number = /^vnet(\d{1,9})$/.exec(name)?.[1];
    if (number !== undefined) this.#next = Math.max(this.#next, Number(number) + 1);
  }
}
