import type { Arguments } from '../command/arguments.js';
import { isObject } from '../monitor/qmp-message.js';
import type { Monitor } from '../monitor/monitor.js';

/** What adds at run time what an option adds at the start. */
const commands: Readonly<Record<string, string>> = {
  '-blockdev': 'blockdev-add',
  '-device': 'device_add',
  '-netdev': 'netdev_add',
  '-object': 'object-add',
};

/** What takes it away again, and the property that names it. */
const inverse: Readonly<Record<string, readonly [command: string, property: string, argument: string]>> = {
  '-blockdev': ['blockdev-del', 'node-name', 'node-name'],
  '-device': ['device_del', 'id', 'id'],
  '-netdev': ['netdev_del', 'id', 'id'],
  '-object': ['object-del', 'id', 'id'],
};

interface Option {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

function optionsOf({ list }: Arguments): readonly Option[] {
  const options: Option[] = [];
  for (let index = 0; index < list.length; index += 2) {
    const name = list[index] ?? '';
    const properties: unknown = JSON.parse(list[index + 1] ?? 'null');
    if (commands[name] === undefined || !isObject(properties))
      throw new Error(`option ${name} has no counterpart for a guest that runs`);
    options.push({ name, properties });
  }
  return options;
}

/**
 * Gives a running guest what these arguments would have given it at its start. When one of them is refused, those before
 * it are taken back.
 * @throws VirtError with QEMU's words
 */
export async function plug(monitor: Monitor, args: Arguments, signal: AbortSignal): Promise<void> {
  const done: Option[] = [];
  try {
    for (const option of optionsOf(args)) {
      await monitor.execute(commands[option.name] ?? '', option.properties, { signal });
      done.push(option);
    }
  } catch (reason) {
    await remove(monitor, done);
    throw reason;
  }
}

/** Takes away what stood behind a device that is gone; the device itself is not asked for again. Never throws. */
export async function unplugBackends(monitor: Monitor, args: Arguments): Promise<void> {
  await remove(
    monitor,
    optionsOf(args).filter(({ name }) => name !== '-device'),
  );
}

async function remove(monitor: Monitor, options: readonly Option[]): Promise<void> {
  for (const { name, properties } of options.toReversed()) {
    const [command = '', property = '', argument = ''] = inverse[name] ?? [];
    // What QEMU still uses it keeps; it goes with the guest then.
    await monitor.execute(command, { [argument]: properties[property] }).catch(() => undefined);
  }
}
