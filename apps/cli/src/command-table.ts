import type { Command } from './command.js';

/** Every command with what loads it, in the order in which help lists them: who runs one does not wait for the others. */
const loaders: { readonly [name: string]: () => Promise<Command> } = {
  list: async () => (await import('./commands/list.js')).list,
  info: async () => (await import('./commands/info.js')).info,
  xml: async () => (await import('./commands/xml.js')).xml,
  start: async () => (await import('./commands/start.js')).start,
  stop: async () => (await import('./commands/stop.js')).stop,
  pause: async () => (await import('./commands/domain-actions.js')).pause,
  resume: async () => (await import('./commands/domain-actions.js')).resume,
  reboot: async () => (await import('./commands/domain-actions.js')).reboot,
  save: async () => (await import('./commands/save.js')).save,
  migrate: async () => (await import('./commands/migrate.js')).migrate,
  snapshot: async () => (await import('./commands/snapshot.js')).snapshot,
  revert: async () => (await import('./commands/snapshot.js')).revert,
  delete: async () => (await import('./commands/delete.js')).deleteCommand,
  console: async () => (await import('./commands/console.js')).consoleCommand,
  copy: async () => (await import('./commands/copy.js')).copy,
  events: async () => (await import('./commands/events.js')).events,
  top: async () => (await import('./commands/top.js')).top,
  apply: async () => (await import('./commands/apply.js')).apply,
  export: async () => (await import('./commands/export.js')).exportCommand,
  doctor: async () => (await import('./commands/doctor.js')).doctor,
  completion: async () => (await import('./commands/completion.js')).completion,
};

/** Names of all commands. */
export const commandNames: readonly string[] = Object.keys(loaders);

/** Loads a command; undefined when there is none of that name. */
export async function loadCommand(name: string): Promise<Command | undefined> {
  return Object.hasOwn(loaders, name) ? loaders[name]?.() : undefined;
}

/** Loads all commands, for those who tell of them. */
export function loadCommands(): Promise<readonly Command[]> {
  return Promise.all(Object.values(loaders).map(load => load()));
}
