import { commandNames } from './command-table.js';

/** What people type who know other tools, and what does that here. */
const elsewhere: { readonly [word: string]: string } = {
  ls: 'list',
  ps: 'list',
  get: 'list',
  'net-list': 'list networks',
  'pool-list': 'list pools',
  'vol-list': 'list volumes POOL',
  'nodedev-list': 'list devices',
  'iface-list': 'list interfaces',
  'secret-list': 'list secrets',
  'nwfilter-list': 'list filters',
  'snapshot-list': 'list snapshots DOMAIN',
  'checkpoint-list': 'list checkpoints DOMAIN',
  dominfo: 'info',
  describe: 'info',
  inspect: 'info',
  nodeinfo: 'info',
  dumpxml: 'xml',
  define: 'apply',
  create: 'apply FILE --start',
  run: 'start',
  shutdown: 'stop',
  destroy: 'stop --now',
  kill: 'stop --now',
  suspend: 'pause',
  unpause: 'resume',
  restart: 'reboot',
  managedsave: 'save',
  'snapshot-create': 'snapshot',
  'snapshot-create-as': 'snapshot',
  'snapshot-revert': 'revert',
  undefine: 'delete',
  rm: 'delete',
  remove: 'delete',
  attach: 'console',
  cp: 'copy',
  event: 'events',
  watch: 'events',
  stats: 'top',
  domstats: 'top --once',
};

/** What somebody may have meant by a word that is no command; undefined where nothing is near. */
export function likelyCommand(word: string): string | undefined {
  if (Object.hasOwn(elsewhere, word)) return elsewhere[word];
  return commandNames.find(name => name.slice(0, 2) === word.slice(0, 2));
}
