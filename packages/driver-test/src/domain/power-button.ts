import type { TestHost } from '../host/test-host.js';
import { onPoweroff } from './definition.js';
import { moveTo } from './lifecycle.js';
import type { TestDomain } from './test-domain.js';

/** A guest of a complete host powers off; what follows is what its definition says. */
export function powerOff(host: TestHost, domain: TestDomain): void {
  if (onPoweroff(domain.definition).includes('restart')) reboot(host, domain);
  else moveTo(host, domain, 'shutdown');
}

/** A guest of a complete host starts anew, which clients hear of. */
export function reboot(host: TestHost, domain: TestDomain): void {
  moveTo(host, domain, 'reboot');
  host.events.emit('domainReboot', { dom: domain.reference });
}
