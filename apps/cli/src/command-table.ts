import type { Command } from './command.js';
import { apply } from './commands/apply.js';
import { completion } from './commands/completion.js';
import { consoleCommand } from './commands/console.js';
import { copy } from './commands/copy.js';
import { deleteCommand } from './commands/delete.js';
import { doctor } from './commands/doctor.js';
import { pause, reboot, resume } from './commands/domain-actions.js';
import { events } from './commands/events.js';
import { exportCommand } from './commands/export.js';
import { info } from './commands/info.js';
import { list } from './commands/list.js';
import { migrate } from './commands/migrate.js';
import { save } from './commands/save.js';
import { revert, snapshot } from './commands/snapshot.js';
import { start } from './commands/start.js';
import { stop } from './commands/stop.js';
import { top } from './commands/top.js';
import { xml } from './commands/xml.js';

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  list,
  info,
  xml,
  start,
  stop,
  pause,
  resume,
  reboot,
  save,
  migrate,
  snapshot,
  revert,
  deleteCommand,
  consoleCommand,
  copy,
  events,
  top,
  apply,
  exportCommand,
  doctor,
  completion,
];
