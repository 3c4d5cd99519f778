import { ConnectListAllDomainsFlags, DomainUndefineFlagsValues, type NonnullDomain } from '@tsvirt/core/protocol';
import { tolerate } from './refusal.js';
import type { Stage } from './stage.js';
import { stateName } from './state-names.js';

/** A domain and the document that it was made from. */
export interface MadeDomain {
  readonly dom: NonnullDomain;
  readonly xml: string;
}

/** Defines a domain from the sample, for the length of the rule. */
export async function defineDomain(stage: Stage): Promise<MadeDomain> {
  stage.require('domainDefineXML', 'domainUndefine');
  const xml = stage.sample('domain', await stage.identity());
  const { dom } = await stage.call.domainDefineXML({ xml });
  stage.after(() => removeDomain(stage, dom));
  return { dom, xml };
}

/** Starts a transient domain from the sample, for the length of the rule. */
export async function createTransient(stage: Stage): Promise<NonnullDomain> {
  stage.require('domainCreateXML', 'domainDestroy');
  const xmlDesc = stage.sample('domain', await stage.identity());
  const { dom } = await stage.call.domainCreateXML({ xmlDesc, flags: 0 });
  stage.after(() => removeDomain(stage, dom));
  return dom;
}

/** A domain that is off: made from the sample, or the first that the driver has when it makes none. */
export async function inactiveDomain(stage: Stage): Promise<NonnullDomain> {
  if (stage.serves('domainDefineXML') && stage.bench.options.samples?.domain !== undefined)
    return (await defineDomain(stage)).dom;
  stage.require('connectListAllDomains');
  const { domains } = await stage.call.connectListAllDomains({ flags: ConnectListAllDomainsFlags.inactive });
  const [dom] = domains;
  if (dom === undefined) stage.skip('the driver has no inactive domain, and makes none');
  if (stage.serves('domainDestroy')) stage.after(() => stop(stage, dom));
  return dom;
}

/** A domain that runs: `inactiveDomain`, started. */
export async function runningDomain(stage: Stage): Promise<NonnullDomain> {
  const dom = await inactiveDomain(stage);
  await start(stage, dom);
  return dom;
}

/** A domain whose guest stands still: `runningDomain`, suspended. */
export async function pausedDomain(stage: Stage): Promise<NonnullDomain> {
  stage.require('domainSuspend');
  const dom = await runningDomain(stage);
  await stage.call.domainSuspend({ dom });
  return dom;
}

/** Starts a domain by the newer of the two procedures that the driver serves. */
export async function start(stage: Stage, dom: NonnullDomain): Promise<void> {
  if (stage.serves('domainCreateWithFlags')) await stage.call.domainCreateWithFlags({ dom, flags: 0 });
  else {
    stage.require('domainCreate');
    await stage.call.domainCreate({ dom });
  }
}

/** The state of a domain in words: `paused user`. */
export async function stateOf(stage: Stage, dom: NonnullDomain): Promise<string> {
  return stateName(await stage.call.domainGetState({ dom, flags: 0 }));
}

/** What a driver with no better code of its own answers when the guest is off already. */
const offAlready = ['OPERATION_INVALID', 'INTERNAL_ERROR', 'NO_DOMAIN'] as const;

/** Makes a domain go away in whatever state it is. */
export async function removeDomain(stage: Stage, dom: NonnullDomain): Promise<void> {
  await stop(stage, dom);
  const { managedSave, snapshotsMetadata, checkpointsMetadata } = DomainUndefineFlagsValues;
  if (stage.serves('domainUndefineFlags')) {
    // Drivers without checkpoints, or without any of these, refuse the flags.
    for (const flags of [managedSave | snapshotsMetadata | checkpointsMetadata, managedSave | snapshotsMetadata])
      if (await tolerate(stage.call.domainUndefineFlags({ dom, flags }), ...unwilling)) return;
  }
  if (stage.serves('domainUndefine')) await tolerate(stage.call.domainUndefine({ dom }), 'NO_DOMAIN');
}

/** Said against undefine flags by a driver that does not have them, or of a domain that is gone. */
const unwilling = ['INVALID_ARG', 'NO_DOMAIN'] as const;

async function stop(stage: Stage, dom: NonnullDomain): Promise<void> {
  if (stage.serves('domainDestroy')) await tolerate(stage.call.domainDestroy({ dom }), ...offAlready);
}
