import { valueFault } from '../../kernel/index.js';
import type { Domain } from '../domain.js';
import type { Interface } from '../interface.js';
import { validateRates } from '../bandwidth.js';
import { validateVlan } from '../../network/network-judgements.js';
import { validateVirtualport } from '../../network/validate-virtualport.js';
import { internal, unsupported } from './unsupported.js';

type Kind = Interface['source']['type'];

/** Kinds of interfaces that are plugged into something with ports of its own. */
const ported: ReadonlySet<Kind> = new Set(['network', 'bridge', 'direct', 'hostdev'] as const);
/** Kinds whose ports a bridge can keep apart from each other. */
const bridged: ReadonlySet<Kind> = new Set(['network', 'bridge'] as const);

/** Checks network interfaces, each by itself. */
export function validateInterfaces({ devices }: Domain): void {
  for (const nic of devices.interfaces) validateInterface(nic);
}

function validateInterface(nic: Interface): void {
  const { source, model, virtualport, teaming, rom } = nic;
  const { type } = source;
  if (virtualport !== undefined) {
    if (!ported.has(type)) {
      throw unsupported(`<virtualport> element unsupported for <interface type='${type}'>`, virtualport);
    }
    // A network may say the type.
    if (type !== 'network' || virtualport.type !== undefined) validateVirtualport(virtualport);
  }
  if (nic.vlan !== undefined) validateVlan(nic.vlan);
  if (nic.bandwidth !== undefined) validateRates(nic.bandwidth);
  if (model !== undefined && !/^[A-Za-z0-9_-]+$/.test(model)) {
    const detail = `Model name contains invalid characters: '${model}'`;
    throw valueFault(['INVALID_ARG', 'DOMAIN'], detail, nic, 'model');
  }
  if (type === 'vhostuser' && model?.startsWith('virtio') !== true) {
    const what = "Wrong or no <model> 'type' attribute specified with <interface type='vhostuser'/>";
    throw internal(`${what}: expected a model of virtio`, nic, 'model');
  }
  if (nic.isolated === true && !bridged.has(type)) {
    throw unsupported(
      `<port isolated='yes'/> is not supported for network interfaces with type='${type}'`,
      nic,
      'isolated',
    );
  }
  if (nic.target?.managed === false && type !== 'ethernet') {
    throw unsupported(`unmanaged target dev is not supported on interfaces of type '${type}'`, nic.target, 'managed');
  }
  if (teaming !== undefined && (teaming.type === 'transient') !== (teaming.persistent !== undefined)) {
    const must = teaming.type === 'transient' ? 'must be set' : 'not allowed';
    throw unsupported(
      `teaming persistent attribute ${must} if teaming type is '${teaming.type}'`,
      teaming,
      'persistent',
    );
  }
  if (rom?.enabled === false && (rom.file !== undefined || rom.bar !== undefined)) {
    throw unsupported('ROM tuning is not supported when ROM is disabled', rom);
  }
}
