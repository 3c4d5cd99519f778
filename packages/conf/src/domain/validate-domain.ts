import { placed } from '../kernel/index.js';
import type { DomainAbilities } from './complete/policy.js';
import type { Domain } from './domain.js';
import { validateCharacterDevices } from './validate/character-devices.js';
import { validateControllers } from './validate/controllers.js';
import { validateDisks } from './validate/disks.js';
import { validateInterfaces } from './validate/interfaces.js';
import { validateMachine } from './validate/machine.js';
import { validateOtherDevices } from './validate/other-devices.js';
import { validateCputune } from './validate/cputune.js';
import { validateNuma } from './validate/numa.js';
import { validateOs } from './validate/os.js';
import { validateTimers } from './validate/timers.js';
import { contradiction } from './validate/unsupported.js';
import { validateAliases } from './validate/aliases.js';
import { validateSmallDevices } from './validate/small-devices.js';
import { validateUsb } from './validate/usb.js';

/**
 * Checks a completed domain for what spans elements and holds for each hypervisor.
 * @throws XML_ERROR for contradictions, CONFIG_UNSUPPORTED for what cannot be, INTERNAL_ERROR where libvirt says so
 */
export function validateDomain(domain: Domain, abilities: DomainAbilities = {}): void {
  placed(domain, () => validate(domain, abilities));
}

function validate(domain: Domain, abilities: DomainAbilities): void {
  if (abilities.nameSlash !== true && domain.name.includes('/')) {
    throw contradiction(`name ${domain.name} cannot contain '/'`, domain, 'name');
  }
  validateMachine(domain);
  validateOs(domain);
  validateTimers(domain);
  validateNuma(domain);
  validateCputune(domain);
  validateDisks(domain);
  validateControllers(domain);
  validateUsb(domain);
  validateCharacterDevices(domain);
  validateInterfaces(domain);
  validateOtherDevices(domain);
  validateSmallDevices(domain);
  validateAliases(domain);
}
