import type { Connection } from '@tsvirt/core';
import { unlessUnsupported } from '../kinds/listing.js';
import { memoryText, versionText } from '../output/amounts.js';

/** What a connection leads to. */
export async function hostFacts(connection: Connection, signal: AbortSignal) {
  const limits = { signal };
  const [uri, hypervisor, hostname, libVersion, version, node, domains, active] = await Promise.all([
    connection.getURI(limits),
    connection.getType(limits),
    connection.getHostname(limits),
    connection.getLibVersion(limits),
    unlessUnsupported(connection.getVersion(limits)),
    unlessUnsupported(connection.nodeGetInfo(limits)),
    connection.numOfDefinedDomains(limits),
    connection.numOfDomains(limits),
  ]);
  return {
    uri,
    hypervisor,
    hostname,
    libraryVersion: versionText(libVersion),
    hypervisorVersion: version === undefined ? undefined : versionText(version),
    cpuModel: node?.model,
    cpus: node?.cpus,
    memoryKiB: node?.memoryKiB,
    activeDomains: active,
    inactiveDomains: domains,
  };
}

/** The same for people. */
export function hostLines(facts: Awaited<ReturnType<typeof hostFacts>>): string[] {
  const { uri, hypervisor, hypervisorVersion, hostname, libraryVersion, cpus, cpuModel, memoryKiB } = facts;
  const rows: [string, string | undefined][] = [
    ['URI', uri],
    ['Host', hostname],
    [
      'Runs',
      `${hypervisor}${hypervisorVersion === undefined ? '' : ` ${hypervisorVersion}`}, as libvirt ${libraryVersion}`,
    ],
    ['CPUs', cpus === undefined ? undefined : `${cpus} ${cpuModel ?? ''}`],
    ['Memory', memoryKiB === undefined ? undefined : memoryText(memoryKiB)],
    ['Domains', `${facts.activeDomains} active, ${facts.inactiveDomains} not`],
  ];
  return rows.flatMap(([label, text]) => (text === undefined ? [] : [`${label.padEnd(8)}  ${text}`]));
}
