import { domainSendKeyMax } from '../limits.js';
import { nonnullDomain } from '../objects.js';
import { procedures } from '../procedure.js';
import { optText } from '../text.js';
import { array, uint } from '../xdr.js';

/** The ways into a guest: consoles, channels, displays, keys. */
export const domainConsole = procedures({
  /**
   * Opens a console on the call's stream, which carries both directions. `devName` is its alias; null for the first.
   */
  domainOpenConsole: {
    number: 201,
    since: '0.8.6',
    readOnlyDenied: true,
    acl: ['domain:open_device'],
    stream: 'read',
    args: { dom: nonnullDomain, devName: optText, flags: uint },
  },

  /** Sends the guest a non-maskable interrupt. */
  domainInjectNMI: {
    number: 210,
    since: '0.9.2',
    readOnlyDenied: true,
    acl: ['domain:inject_nmi'],
    args: { dom: nonnullDomain, flags: uint },
  },

  /** Sends a picture of the screen over the call's stream. `mime` says in which format. */
  domainScreenshot: {
    number: 211,
    since: '0.9.2',
    readOnlyDenied: true,
    acl: ['domain:screenshot'],
    stream: 'read',
    args: { dom: nonnullDomain, screen: uint, flags: uint },
    ret: { mime: optText },
  },

  /** Presses keys together for `holdtime` ms. `codeset` is a `KeycodeSet`. */
  domainSendKey: {
    number: 226,
    since: '0.9.3',
    readOnlyDenied: true,
    acl: ['domain:send_input'],
    args: { dom: nonnullDomain, codeset: uint, holdtime: uint, keycodes: array(uint, domainSendKeyMax), flags: uint },
  },

  /** Hands the hypervisor a connected socket as a client of display `idx`. */
  domainOpenGraphics: {
    number: 249,
    since: '0.9.7',
    readOnlyDenied: true,
    acl: ['domain:open_graphics'],
    fds: 'call',
    args: { dom: nonnullDomain, idx: uint, flags: uint },
  },

  /**
   * Opens a channel on the call's stream, which carries both directions. `name` is its target or alias; null for the
   * first.
   */
  domainOpenChannel: {
    number: 296,
    since: '1.0.2',
    readOnlyDenied: true,
    acl: ['domain:open_device'],
    stream: 'read',
    args: { dom: nonnullDomain, name: optText, flags: uint },
  },

  /** Answers a connected socket, whose other end is a client of display `idx`. */
  domainOpenGraphicsFD: {
    number: 343,
    since: '1.2.8',
    readOnlyDenied: true,
    acl: ['domain:open_graphics'],
    fds: 'reply',
    args: { dom: nonnullDomain, idx: uint, flags: uint },
  },

  /** Has a display (`DomainGraphicsReloadType`) read its TLS certificates anew. */
  domainGraphicsReload: {
    number: 448,
    since: '10.2.0',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, type: uint, flags: uint },
  },
});
