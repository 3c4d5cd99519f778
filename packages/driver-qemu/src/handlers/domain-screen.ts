import { open, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DriverHandlers } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import { requireActive } from '../domain/domain-registry.js';
import type { QemuHost } from '../host.js';
import { keyNumber } from '../monitor/key-codes.js';
import { monitorOf } from '../domain/monitor-of.js';
import { checkFlags } from './flags.js';

/** QEMU's send-key takes this many keys at once. */
const maxKeys = 16;
const chunkBytes = 64 * 1024;

/** What a guest shows, and keys pressed in it. */
export function domainScreenHandlers(host: QemuHost): DriverHandlers {
  return {
    async domainScreenshot({ dom, screen, flags }, call) {
      checkFlags(flags, 0, 'virDomainScreenshot');
      const domain = host.domains.findActive(dom);
      await using _job = await domain.jobs.begin('query', call.signal);
      requireActive(domain);
      const { videos } = domain.live.definition.devices;
      if (videos.length === 0)
        throw new VirtError('OPERATION_UNSUPPORTED', 'QEMU', 'no screens to take screenshot from');
      const { alias: device, head } = screenOf(videos, screen);
      await mkdir(host.layout.cache, { recursive: true, mode: 0o700 });
      const folder = await mkdtemp(join(host.layout.cache, 'screenshot-'));
      const remove = () => rm(folder, { recursive: true, force: true });
      try {
        const filename = join(folder, 'screen.png');
        const where = head === 0 && screen === 0 ? {} : { device, head };
        await monitorOf(domain).execute('screendump', { filename, format: 'png', ...where }, { signal: call.signal });
        const file = await open(filename, 'r');
        call.stream.serve(async stream => {
          try {
            for await (const chunk of file.createReadStream({ highWaterMark: chunkBytes })) {
              if (chunk instanceof Uint8Array) await stream.write(chunk);
            }
            await stream.end();
          } finally {
            await remove();
          }
        });
      } catch (reason) {
        await remove();
        throw reason;
      }
      return { mime: 'image/png' };
    },
    async domainSendKey({ dom, codeset, holdtime, keycodes, flags }, call) {
      checkFlags(flags, 0, 'virDomainSendKey');
      if (keycodes.length === 0 || keycodes.length > maxKeys)
        throw new VirtError(
          'INVALID_ARG',
          'QEMU',
          `a number of keys from 1 to ${maxKeys} can be sent at once, not ${keycodes.length}`,
        );
      const keys = keycodes.map(code => ({ type: 'number', data: keyNumber(codeset, code) }));
      const domain = host.domains.findActive(dom);
      await using _job = await domain.jobs.begin('modify', call.signal);
      requireActive(domain);
      const hold = holdtime === 0 ? {} : { 'hold-time': holdtime };
      await monitorOf(domain).execute('send-key', { keys, ...hold }, { signal: call.signal });
    },
  };
}

/** Screens are counted through all video devices, each with its heads. */
function screenOf<
  T extends {
    readonly alias?: string | undefined;
    readonly model?: { readonly heads?: number | undefined } | undefined;
  },
>(videos: readonly T[], screen: number): { readonly alias: string | undefined; readonly head: number } {
  let first = 0;
  for (const { alias, model } of videos) {
    const heads = model?.heads ?? 1;
    if (screen < first + heads) return { alias, head: screen - first };
    first += heads;
  }
  throw new VirtError('INVALID_ARG', 'QEMU', `no such screen: ${screen}; the guest has ${first}`);
}
