import { domainMigrateParamListMax, migrateCookieMax } from '../limits.js';
import { nonnullDomain } from '../objects.js';
import { procedures } from '../procedure.js';
import { optText, text } from '../text.js';
import { typedParam } from '../typed-param.js';
import { array, int, opaque, uhyper, uint } from '../xdr.js';

/** Migration: the steps between source and destination, and its tuning. */
export const domainMigration = procedures({
  /** Migration protocol 1, destination: makes ready to receive. `bandwidth` in MiB/s. */
  domainMigratePrepare: {
    number: 61,
    readOnlyDenied: true,
    acl: ['domain:migrate', 'domain:start', 'domain:write'],
    args: { uriIn: optText, flags: uhyper, dname: optText, bandwidth: uhyper },
    ret: { cookie: opaque(migrateCookieMax), uriOut: optText },
  },

  /** Migration protocols 1 and 2, source: sends the guest. `bandwidth` in MiB/s. */
  domainMigratePerform: {
    number: 62,
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: {
      dom: nonnullDomain,
      cookie: opaque(migrateCookieMax),
      uri: text,
      flags: uhyper,
      dname: optText,
      bandwidth: uhyper,
    },
  },

  /** Migration protocol 1, destination: takes over the guest. */
  domainMigrateFinish: {
    number: 63,
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: { dname: text, cookie: opaque(migrateCookieMax), uri: text, flags: uhyper },
    ret: { ddom: nonnullDomain },
  },

  /** Migration protocol 2, destination: makes ready to receive the guest of `domXml`. `bandwidth` in MiB/s. */
  domainMigratePrepare2: {
    number: 108,
    readOnlyDenied: true,
    acl: ['domain:migrate', 'domain:start', 'domain:write'],
    args: { uriIn: optText, flags: uhyper, dname: optText, bandwidth: uhyper, domXml: text },
    ret: { cookie: opaque(migrateCookieMax), uriOut: optText },
  },

  /** Migration protocol 2, destination: takes over the guest, or drops it when `retcode` isn't 0. */
  domainMigrateFinish2: {
    number: 109,
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: { dname: text, cookie: opaque(migrateCookieMax), uri: text, flags: uhyper, retcode: int },
    ret: { ddom: nonnullDomain },
  },

  /** Migration protocol 2, destination: receives the guest over the call's stream. `bandwidth` in MiB/s. */
  domainMigratePrepareTunnel: {
    number: 148,
    readOnlyDenied: true,
    acl: ['domain:migrate', 'domain:start', 'domain:write'],
    stream: 'write',
    args: { flags: uhyper, dname: optText, bandwidth: uhyper, domXml: text },
  },

  /** Sets how long the guest may stand still at the end of a live migration, in ms. */
  domainMigrateSetMaxDowntime: {
    number: 166,
    since: '0.8.0',
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: { dom: nonnullDomain, downtime: uhyper, flags: uint },
  },

  /** Sets the bandwidth of migrations in MiB/s. */
  domainMigrateSetMaxSpeed: {
    number: 207,
    since: '0.9.0',
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: { dom: nonnullDomain, bandwidth: uhyper, flags: uint },
  },

  /** Migration protocol 3, source: answers the XML that the destination gets. `bandwidth` in MiB/s. */
  domainMigrateBegin3: {
    number: 213,
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: { dom: nonnullDomain, xmlin: optText, flags: uhyper, dname: optText, bandwidth: uhyper },
    ret: { cookieOut: opaque(migrateCookieMax), xml: text },
  },

  /** Migration protocol 3, destination: makes ready to receive the guest of `domXml`. `bandwidth` in MiB/s. */
  domainMigratePrepare3: {
    number: 214,
    readOnlyDenied: true,
    acl: ['domain:migrate', 'domain:start', 'domain:write'],
    args: {
      cookieIn: opaque(migrateCookieMax),
      uriIn: optText,
      flags: uhyper,
      dname: optText,
      bandwidth: uhyper,
      domXml: text,
    },
    ret: { cookieOut: opaque(migrateCookieMax), uriOut: optText },
  },

  /** Migration protocol 3, destination: receives the guest over the call's stream. `bandwidth` in MiB/s. */
  domainMigratePrepareTunnel3: {
    number: 215,
    readOnlyDenied: true,
    acl: ['domain:migrate', 'domain:start', 'domain:write'],
    stream: 'write',
    args: { cookieIn: opaque(migrateCookieMax), flags: uhyper, dname: optText, bandwidth: uhyper, domXml: text },
    ret: { cookieOut: opaque(migrateCookieMax) },
  },

  /** Migration protocol 3, source: sends the guest. `bandwidth` in MiB/s. */
  domainMigratePerform3: {
    number: 216,
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: {
      dom: nonnullDomain,
      xmlin: optText,
      cookieIn: opaque(migrateCookieMax),
      dconnuri: optText,
      uri: optText,
      flags: uhyper,
      dname: optText,
      bandwidth: uhyper,
    },
    ret: { cookieOut: opaque(migrateCookieMax) },
  },

  /** Migration protocol 3, destination: takes over the guest, or drops it when `cancelled` is 1. */
  domainMigrateFinish3: {
    number: 217,
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: {
      dname: text,
      cookieIn: opaque(migrateCookieMax),
      dconnuri: optText,
      uri: optText,
      flags: uhyper,
      cancelled: int,
    },
    ret: { dom: nonnullDomain, cookieOut: opaque(migrateCookieMax) },
  },

  /** Migration protocol 3, source: drops the guest, or lets it go on when `cancelled` is 1. */
  domainMigrateConfirm3: {
    number: 218,
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: { dom: nonnullDomain, cookieIn: opaque(migrateCookieMax), flags: uhyper, cancelled: int },
  },

  /** The bandwidth of migrations in MiB/s. */
  domainMigrateGetMaxSpeed: {
    number: 242,
    since: '0.9.5',
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { bandwidth: uhyper },
  },

  /** Size of the cache for compressed migration, in bytes. */
  domainMigrateGetCompressionCache: {
    number: 299,
    since: '1.0.3',
    acl: ['domain:migrate'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { cacheSize: uhyper },
  },

  /** Sets the size of the cache for compressed migration, in bytes. */
  domainMigrateSetCompressionCache: {
    number: 300,
    since: '1.0.3',
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: { dom: nonnullDomain, cacheSize: uhyper, flags: uint },
  },

  /**
   * Migration protocol 3 with named parameters (`DomainMigrateParam`), source: answers the XML that the destination
   * gets.
   */
  domainMigrateBegin3Params: {
    number: 302,
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: { dom: nonnullDomain, params: array(typedParam, domainMigrateParamListMax), flags: uint },
    ret: { cookieOut: opaque(migrateCookieMax), xml: text },
  },

  /** Migration protocol 3 with named parameters, destination: makes ready to receive. */
  domainMigratePrepare3Params: {
    number: 303,
    readOnlyDenied: true,
    acl: ['domain:migrate', 'domain:start', 'domain:write'],
    args: { params: array(typedParam, domainMigrateParamListMax), cookieIn: opaque(migrateCookieMax), flags: uint },
    ret: { cookieOut: opaque(migrateCookieMax), uriOut: optText },
  },

  /** Migration protocol 3 with named parameters, destination: receives the guest over the call's stream. */
  domainMigratePrepareTunnel3Params: {
    number: 304,
    readOnlyDenied: true,
    acl: ['domain:migrate', 'domain:start', 'domain:write'],
    stream: 'write',
    args: { params: array(typedParam, domainMigrateParamListMax), cookieIn: opaque(migrateCookieMax), flags: uint },
    ret: { cookieOut: opaque(migrateCookieMax) },
  },

  /** Migration protocol 3 with named parameters, source: sends the guest. */
  domainMigratePerform3Params: {
    number: 305,
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: {
      dom: nonnullDomain,
      dconnuri: optText,
      params: array(typedParam, domainMigrateParamListMax),
      cookieIn: opaque(migrateCookieMax),
      flags: uint,
    },
    ret: { cookieOut: opaque(migrateCookieMax) },
  },

  /**
   * Migration protocol 3 with named parameters, destination: takes over the guest, or drops it when `cancelled` is 1.
   */
  domainMigrateFinish3Params: {
    number: 306,
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: {
      params: array(typedParam, domainMigrateParamListMax),
      cookieIn: opaque(migrateCookieMax),
      flags: uint,
      cancelled: int,
    },
    ret: { dom: nonnullDomain, cookieOut: opaque(migrateCookieMax) },
  },

  /** Migration protocol 3 with named parameters, source: drops the guest, or lets it go on when `cancelled` is 1. */
  domainMigrateConfirm3Params: {
    number: 307,
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: {
      dom: nonnullDomain,
      params: array(typedParam, domainMigrateParamListMax),
      cookieIn: opaque(migrateCookieMax),
      flags: uint,
      cancelled: int,
    },
  },

  /** Has a running migration switch over: the guest goes on at the destination and fetches its memory from there. */
  domainMigrateStartPostCopy: {
    number: 364,
    since: '1.3.3',
    readOnlyDenied: true,
    acl: ['domain:migrate'],
    args: { dom: nonnullDomain, flags: uint },
  },

  /** How long the guest may stand still at the end of a live migration, in ms. */
  domainMigrateGetMaxDowntime: {
    number: 387,
    since: '3.7.0',
    acl: ['domain:migrate'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { downtime: uhyper },
  },
});
