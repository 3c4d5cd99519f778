import { join } from 'node:path';
import { logger, VirtError } from '@tsvirt/util';
import { ConfFile, type DaemonMode, daemonMode, userDirectories } from '@tsvirt/util/host';

const log = logger('remote.config');

/** What connects to the daemon's socket at the far side of ssh. */
export const proxyModes = ['auto', 'native', 'netcat'] as const;
/** What connects to the socket at the far side of ssh. */
export type ProxyMode = (typeof proxyModes)[number];

/** What the user's `libvirt.conf` says about connections. */
export interface ClientConfig {
  /** URIs by the short names that stand for them. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly defaultUri: string | undefined;
  readonly mode: DaemonMode | undefined;
  readonly proxy: ProxyMode | undefined;
}

const aliasShape = /^([A-Za-z0-9_-]+)=(.+)$/;

/**
 * Reads the client's configuration: of root `/etc/libvirt/libvirt.conf`, of other users `libvirt/libvirt.conf` in the
 * folder of their configuration. A file that is not there says nothing.
 * @throws VirtError CONF_SYNTAX, INVALID_ARG for a mode or proxy that there is not
 */
export async function loadClientConfig(file: string = clientConfigFile()): Promise<ClientConfig> {
  const conf = (await ConfFile.load(file)) ?? ConfFile.parse('', file);
  const aliases = new Map<string, string>();
  for (const line of conf.strings('uri_aliases') ?? []) {
    const [, name, uri] = aliasShape.exec(line) ?? [];
    if (name !== undefined && uri !== undefined) aliases.set(name, uri);
    else log.warn(`${file}: URI alias '${line}' is left out, expected NAME=URI`);
  }
  return {
    aliases,
    defaultUri: conf.string('uri_default'),
    mode: daemonMode(conf.string('remote_mode')),
    proxy: proxyMode(conf.string('remote_proxy')),
  };
}

/** Where the client's configuration of this user is. */
export function clientConfigFile(): string {
  const isRoot = process.getuid?.() === 0;
  return isRoot ? '/etc/libvirt/libvirt.conf' : join(userDirectories('libvirt').config, 'libvirt.conf');
}

/**
 * What a user's words mean: an alias its URI, nothing at all the default (`LIBVIRT_DEFAULT_URI`, then the
 * configuration's). Empty text when there is none: the daemon's to choose.
 */
export function resolveUri(
  text: string,
  config: ClientConfig,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const said = text === '' ? env['LIBVIRT_DEFAULT_URI'] || (config.defaultUri ?? '') : text;
  return config.aliases.get(said) ?? said;
}

/** @throws VirtError INVALID_ARG */
export function proxyMode(text: string | undefined): ProxyMode | undefined {
  if (text === undefined) return undefined;
  const found = proxyModes.find(name => name === text);
  if (found !== undefined) return found;
  throw new VirtError('INVALID_ARG', 'REMOTE', `proxy mode '${text}', expected ${proxyModes.join(', ')}`);
}
