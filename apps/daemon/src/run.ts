import { logger, VirtError } from '@tsvirt/util';
import { ConfFile, userHome } from '@tsvirt/util/host';
import { type ActivatedSocket, takeActivatedSockets } from './activation.js';
import type { Daemon } from './daemon.js';
import { fewDescriptors } from './descriptor-limit.js';
import { prepareFolders } from './folders.js';
import { daemonVersion } from './identity.js';
import { lockInstance, lockOutLibvirtd } from './instance-lock.js';
import { chooseLayout, type Layout } from './layout.js';
import { DaemonLog } from './log-outputs.js';
import { type Options, parseOptions, UsageError, usage } from './options.js';
import { PidFile } from './pid-file.js';
import { ServiceManager } from './service-manager.js';
import { readSettings, type Settings } from './settings.js';
import { groupId, planSockets } from './sockets.js';
import { exitCodes, StartupError } from './startup-error.js';

const log = logger('daemon');

/** After so long the daemon says what it still waits for, in milliseconds. */
const slowStopMs = 5_000;

/**
 * Runs the daemon until it is asked to end.
 * @param argv the command line's arguments
 * @returns the exit status
 */
export async function run(argv: readonly string[]): Promise<number> {
  // A terminal that is gone, or a closed pipe, is no reason to stop; and an error that cannot be said must not be said again.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const activated = takeActivatedSockets(process.env, process.pid);
  try {
    const options = parseOptions(argv);
    if (options.show === undefined) return await serve(options, activated);
    process.stdout.write(options.show === 'help' ? usage : `tsvirtd ${await daemonVersion()}\n`);
    return exitCodes.success;
  } catch (reason) {
    if (reason instanceof UsageError) return complain(`${reason.message}\n\n${usage}`, exitCodes.usage);
    if (reason instanceof StartupError) return complain(`${reason.message}\n`, reason.exitCode);
    if (VirtError.is(reason)) return complain(`${reason.message}\n`, exitCodes.init);
    throw reason;
  }
}

function complain(text: string, exitCode: number): number {
  process.stderr.write(`tsvirtd: ${text}`);
  return exitCode;
}

async function serve(options: Options, activated: readonly ActivatedSocket[]): Promise<number> {
  // The protocol takes longer to load than everything that comes before it is needed.
  const loading = import('./daemon.js');
  const privileged = process.geteuid?.() === 0;
  const chosen = chooseLayout(options, { privileged, home: userHome(), env: process.env });
  const settings = await loadSettings(options, chosen);
  const layout = { ...chosen, sockets: settings.unixSockets.folder ?? chosen.sockets };
  const daemonLog = new DaemonLog(options.verbose);
  await daemonLog.configure(settings);
  for (const warning of settings.warnings) log.warn(warning);
  if (options.listenConfigured && settings.listen.tls !== false) log.warn('listen_tls: TLS is not served');
  await prepareFolders(layout);
  const { group } = settings.unixSockets;
  const gid = group === undefined ? undefined : await groupId(group, settings.place('unix_sock_group'));
  const sockets = planSockets({ layout, options, settings, activated, gid });
  await using _lock = await lockInstance(layout);
  await using _libvirtd = ownsLibvirtFolders(options, layout) ? await lockOutLibvirtd() : undefined;
  await using _pidFile = options.pidFile === undefined ? undefined : await PidFile.write(options.pidFile);
  const { Daemon } = await loading;
  const daemon = await Daemon.start({ options, layout, settings, log: daemonLog }, sockets);
  const manager = new ServiceManager();
  const unwatch = watchProcess(daemon, manager, () => loadSettings(options, chosen));
  manager.ready(activated.length > 0);
  const warning = await fewDescriptors(daemon.maxClients);
  if (warning !== undefined) log.warn(warning);
  if (options.verbose || process.stdout.isTTY) process.stdout.write(await daemon.announcement());
  await daemon.ended;
  manager.stopping();
  const slow = setTimeout(() => log.warn('a driver takes long to stop; another signal ends it at once'), slowStopMs);
  await daemon.stop();
  clearTimeout(slow);
  unwatch();
  await daemonLog.close();
  return exitCodes.success;
}

function ownsLibvirtFolders({ layout: name, root }: Options, { privileged }: Layout): boolean {
  return name === 'libvirt' && root === undefined && privileged;
}

/** @throws StartupError for a configuration that is wrong, or named and not there */
async function loadSettings({ config }: Options, layout: Layout): Promise<Settings> {
  const path = config ?? layout.config;
  try {
    const file = await ConfFile.load(path);
    if (file === undefined && config !== undefined)
      throw new VirtError('INTERNAL_ERROR', 'CONF', `${config} does not exist`);
    return readSettings(file);
  } catch (reason) {
    throw new StartupError(exitCodes.config, VirtError.wrap(reason, 'CONF').message, { cause: reason });
  }
}

/** Signals and stray errors, for as long as the daemon runs. @returns the function that ends it */
function watchProcess(daemon: Daemon, manager: ServiceManager, loadAgain: () => Promise<Settings>): () => void {
  let signals = 0;
  const onEnd = (signal: NodeJS.Signals): void => {
    // The second one is impatience: what hangs is left behind, and repaired at the next start.
    if (++signals > 1) process.exit(exitCodes.init);
    daemon.end(`signal ${signal}`);
  };
  const onReload = (): void => {
    manager.reloading();
    loadAgain()
      .then(settings => daemon.reload(settings))
      .then(() => log.info('configuration and drivers are reloaded'))
      .catch((reason: unknown) => log.error('reload:', reason))
      .finally(() => manager.ready(false));
  };
  // A driver's mistake costs its own work, not everybody's daemon.
  const onStray = (reason: unknown): void =>
    log.error(
      `a driver let an error escape: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`,
    );
  process.on('SIGTERM', onEnd).on('SIGINT', onEnd).on('SIGHUP', onReload);
  process.on('uncaughtException', onStray).on('unhandledRejection', onStray);
  return () => {
    process.off('SIGTERM', onEnd).off('SIGINT', onEnd).off('SIGHUP', onReload);
    process.off('uncaughtException', onStray).off('unhandledRejection', onStray);
  };
}
