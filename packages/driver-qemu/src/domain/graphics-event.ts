import { DomainEventGraphicsAddressType, DomainEventGraphicsPhase } from '@tsvirt/core/protocol';
import type { QemuHost } from '../host.js';
import { isObject, type JsonObject } from '../monitor/qmp-message.js';
import type { QemuDomain } from './qemu-domain.js';

/** Tells that a client came to, or left, a graphical console. */
export function graphicsEvent(
  host: QemuHost,
  domain: QemuDomain,
  phase: keyof typeof DomainEventGraphicsPhase,
  data: JsonObject,
): void {
  const server = isObject(data['server']) ? data['server'] : {};
  const client = isObject(data['client']) ? data['client'] : {};
  const subject = [
    ['x509dname', client['x509_dname']],
    ['saslUsername', client['sasl_username']],
  ].flatMap(([type, name]) => (typeof type === 'string' && typeof name === 'string' ? [{ type, name }] : []));
  host.emit('domainGraphics', {
    dom: domain.reference,
    phase: DomainEventGraphicsPhase[phase],
    local: address(server),
    remote: address(client),
    authScheme: text(server['auth']),
    subject,
  });
}

function address(end: JsonObject): { readonly family: number; readonly node: string; readonly service: string } {
  const { ipv4, ipv6, unix } = DomainEventGraphicsAddressType;
  const family = end['family'] === 'ipv6' ? ipv6 : end['family'] === 'unix' ? unix : ipv4;
  return { family, node: text(end['host']), service: text(end['service'] ?? end['port']) };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
