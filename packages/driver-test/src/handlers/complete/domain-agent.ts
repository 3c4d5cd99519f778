import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainAgentResponseTimeoutValues,
  DomainAuthorizedSSHKeysSetFlags as Keys,
  DomainGetHostnameFlags,
  DomainGuestInfoTypes as Info,
  DomainInterfaceAddressesSource as Source,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { guestInfo } from '../../domain/guest-info.js';
import { requireAgent } from '../../domain/required-agent.js';
import type { TestDomain } from '../../domain/test-domain.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { guestInterfaces } from '../../network/network-clients.js';
import { domainGuestHandlers } from '../domain-guest.js';

const addressSources: readonly number[] = [Source.lease, Source.agent, Source.arp];
const allInfo = Object.values(Info).reduce((all, type) => all | type, 0);
const timeouts: readonly number[] = Object.values(DomainAgentResponseTimeoutValues);

/** What the agent in a guest answers; each call of it fails while the guest behaves as if it had none. */
export function domainAgentHandlers(host: TestHost): DriverHandlers {
  const base = domainGuestHandlers(host);
  const withAgent = (dom: NonnullDomain): TestDomain => {
    const domain = host.domains.findActive(dom);
    requireAgent(domain);
    return domain;
  };
  /** The same call as on any host, which takes an agent here. */
  const asked = <R>(dom: NonnullDomain, answer: () => R): R => {
    withAgent(dom);
    return answer();
  };

  return {
    domainGetTime: args => asked(args.dom, () => base.domainGetTime(args)),
    domainSetTime: args => asked(args.dom, () => base.domainSetTime(args)),
    domainGetFSInfo: args => asked(args.dom, () => base.domainGetFSInfo(args)),
    domainFSFreeze: args => asked(args.dom, () => base.domainFSFreeze(args)),
    domainFSThaw: args => asked(args.dom, () => base.domainFSThaw(args)),
    domainFSTrim: args => asked(args.dom, () => base.domainFSTrim(args)),
    domainSetUserPassword: args => asked(args.dom, () => base.domainSetUserPassword(args)),

    domainGetHostname({ dom, flags }) {
      checkFlags(flags, DomainGetHostnameFlags.lease | DomainGetHostnameFlags.agent, 'domainGetHostname');
      const ofAgent = (flags & DomainGetHostnameFlags.lease) === 0;
      const { name } = ofAgent ? withAgent(dom) : host.domains.findActive(dom);
      return { hostname: `${name}host` };
    },

    domainInterfaceAddresses({ dom, source, flags }) {
      checkFlags(flags, 0, 'domainInterfaceAddresses');
      if (!addressSources.includes(source))
        throw new VirtError('ARGUMENT_UNSUPPORTED', 'TEST', `Unknown IP address data source ${source}`);
      const domain = source === Source.agent ? withAgent(dom) : host.domains.findActive(dom);
      return { ifaces: guestInterfaces(host, domain, source === Source.lease) };
    },

    domainGetGuestInfo({ dom, types, flags }) {
      checkFlags(flags, 0, 'domainGetGuestInfo');
      const domain = withAgent(dom);
      const unknown = (types & ~allInfo) >>> 0;
      if (unknown !== 0)
        throw new VirtError('INVALID_ARG', 'TEST', `unsupported guest information types '0x${unknown.toString(16)}'`);
      const wanted = types === 0 ? allInfo : types;
      const groups = guestInfo(domain);
      return { params: groups.flatMap(([type, params]) => ((wanted & type) === 0 ? [] : params)) };
    },

    domainAgentSetResponseTimeout({ dom, timeout, flags }) {
      checkFlags(flags, 0, 'domainAgentSetResponseTimeout');
      if (timeout < 0 && !timeouts.includes(timeout))
        throw new VirtError('INVALID_ARG', 'TEST', `guest agent timeout '${timeout}' is less than the minimum '-2'`);
      host.domains.find(dom);
      return { result: 0 };
    },

    domainAuthorizedSSHKeysGet({ dom, user, flags }) {
      checkFlags(flags, 0, 'domainAuthorizedSSHKeysGet');
      return { keys: [...(withAgent(dom).runtime.sshKeys.get(user) ?? [])] };
    },

    domainAuthorizedSSHKeysSet({ dom, user, keys, flags }) {
      checkFlags(flags, Keys.append | Keys.remove, 'domainAuthorizedSSHKeysSet');
      if ((flags & Keys.append) !== 0 && (flags & Keys.remove) !== 0)
        throw new VirtError('INVALID_ARG', 'DOMAIN', 'append and remove are mutually exclusive');
      const { sshKeys } = withAgent(dom).runtime;
      const before = sshKeys.get(user) ?? [];
      if ((flags & Keys.append) !== 0) sshKeys.set(user, [...before, ...keys.filter(key => !before.includes(key))]);
      else if ((flags & Keys.remove) !== 0)
        sshKeys.set(
          user,
          before.filter(key => !keys.includes(key)),
        );
      else sshKeys.set(user, [...keys]);
    },
  };
}
