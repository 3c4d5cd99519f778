import { judge } from '../judged.js';
import { placed } from '../kernel/index.js';
import { ownsBridge } from './complete-network.js';
import type { Network } from './network.js';
import { networkFaultAt } from './network-fault.js';
import { networkJudgements } from './network-judgements.js';

/**
 * Checks what a network document says against itself, by the rules that hold for every driver; before
 * `completeNetwork`, which drops what it cannot mean.
 * @throws XML_ERROR, XML_DETAIL, CONFIG_UNSUPPORTED and, for ranges of addresses, INTERNAL_ERROR
 */
export function validateNetwork(network: Network): void {
  placed(network, () => {
    judge<Network>(networkJudgements, network);
    validateMode(network);
  });
}

function validateMode(network: Network): void {
  const { name, bridge, forward } = network;
  const mode = forward?.mode;
  if (forward !== undefined && (mode === 'nat' || mode === 'route' || mode === 'open')) {
    if (network.ips.length === 0) {
      const detail = `${mode} forwarding requested, but no IP address provided for network '${name}'`;
      throw networkFaultAt([forward, 'mode'], detail);
    }
    const { length: count } = forward.interfaces.length > 0 ? forward.interfaces : forward.addresses;
    if (mode === 'open' && count > 0) {
      throw networkFaultAt([forward], `forward dev not allowed for network '${name}' with forward mode='open'`);
    }
    if (count > 1) {
      const detail = `multiple forwarding interfaces specified for network '${name}', only one is supported`;
      throw networkFaultAt([forward], detail);
    }
  }
  if (ownsBridge(network)) return;
  const { interfaces, addresses, pf } = forward ?? { interfaces: [], addresses: [] };
  if (mode === 'bridge' && bridge?.name !== undefined && interfaces.length + addresses.length + (pf ? 1 : 0) > 0) {
    throw networkFaultAt(
      [bridge, 'name'],
      `A network with forward mode='bridge' can specify a bridge name or a forward dev, but not both (network '${name}')`,
    );
  }
  if (mode !== 'bridge' && bridge?.name !== undefined) {
    throw networkFaultAt([bridge, 'name'], `bridge name not allowed in ${mode} mode (network '${name}')`);
  }
  if (bridge !== undefined && ((bridge.delay ?? 0n) > 0n || bridge.stp !== undefined || bridge.zone !== undefined)) {
    throw networkFaultAt([bridge], `bridge delay/stp/zone options not allowed in ${mode} mode (network '${name}')`);
  }
  if (mode !== 'bridge' && bridge?.macTableManager !== undefined) {
    const detail = `bridge macTableManager setting not allowed in ${mode} mode (network '${name}')`;
    throw networkFaultAt([bridge, 'macTableManager'], detail);
  }
  if (network.mtu !== undefined && network.mtu > 0) {
    throw networkFaultAt([network, 'mtu'], `mtu size not allowed in ${mode} mode (network '${name}')`);
  }
}
