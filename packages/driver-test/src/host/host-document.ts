import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { VirtError } from '@tsvirt/util';
import { attribute, child, children, formatElement, readXml, textOf, type XmlElement } from '@tsvirt/util/xml';
import { readDefinition } from '../domain/definition.js';
import { foundSnapshot } from '../domain/snapshot.js';
import { MomentTree } from '../domain/moment-tree.js';
import type { TestDomain } from '../domain/test-domain.js';
import { foundReasons, type GuestState, stateNumbers } from '../domain/lifecycle.js';
import { readInterface } from '../interface/interface-definition.js';
import { readNetwork } from '../network/network-definition.js';
import { readNodeDevice } from '../node-device/node-device-definition.js';
import { readPool } from '../storage/pool-definition.js';
import { TestPool } from '../storage/test-pool.js';
import { readVolume } from '../storage/volume-definition.js';
import { childText } from './document.js';
import { type HostSurroundings, TestHost } from './test-host.js';
import { defaultTopology, type HostTopology } from './topology.js';

/** What a host's document may say about a guest's state and such, besides its definition. */
const testNamespace = 'http://libvirt.org/schemas/domain/test/1.0';
const maxDocument = 64 * 1024 * 1024;

/**
 * The mock host that a file describes, in libvirt's node format; objects in files of their own (`file='…'`) are read too.
 * @throws VirtError SYSTEM_ERROR, XML errors
 */
export async function loadHost(path: string, surroundings: HostSurroundings): Promise<TestHost> {
  const folder = dirname(path);
  const root = await readNode(path, 'node');
  const inline = async (element: XmlElement): Promise<XmlElement> => {
    const file = attribute(element, 'file');
    if (file === undefined) return element;
    return readNode(resolve(folder, file), element.name);
  };
  const whole = {
    ...root,
    children: await Promise.all(root.children.map(async node => (node.kind === 'element' ? inline(node) : node))),
  };
  return hostOf(whole, surroundings, topologyOf(root));
}

/** The mock host that a document describes, without anything from other files. */
export function hostFromText(text: string, surroundings: HostSurroundings): TestHost {
  return hostOf(readXml(text, { domain: 'TEST', name: '(test_node)' }), surroundings, defaultTopology);
}

function hostOf(root: XmlElement, surroundings: HostSurroundings, topology: HostTopology): TestHost {
  const host = new TestHost(topology, surroundings);
  for (const element of children(root, 'domain')) addDomain(host, element);
  for (const element of children(root, 'network')) {
    const network = host.admitNetwork(readNetwork(formatElement(element)));
    network.persistent = true;
    network.isActive = true;
  }
  for (const element of children(root, 'interface'))
    host.interfaces.setActive(host.interfaces.define(readInterface(formatElement(element))), true);
  for (const element of children(root, 'pool')) addPool(host, element);
  for (const element of children(root, 'device')) host.nodeDevices.add(readNodeDevice(formatElement(element)));
  return host;
}

function addDomain(host: TestHost, element: XmlElement): void {
  const definition = readDefinition(formatElement(element));
  const { domain } = host.domains.define(definition);
  const runtime = children(element).filter(({ namespace }) => namespace === testNamespace);
  const setting = (name: string): string | undefined => {
    const found = runtime.find(({ local }) => local === name);
    return found === undefined ? undefined : textOf(found).trim();
  };
  const state = stateOf(setting('runstate'));
  domain.hasManagedSave = setting('hasmanagedsave') !== undefined;
  if (domain.hasManagedSave && state !== 'shutoff')
    throw new VirtError('XML_ERROR', 'TEST', `domain '${domain.name}' has a managed save image and is not shut off`);
  addSnapshots(domain, runtime);
  if (state === 'shutoff') return;
  if (setting('transient') !== undefined) domain.persistent = false;
  host.domains.activate(domain);
  domain.enter(state, foundReasons[state], host.clock.nowMs);
}

function addSnapshots(domain: TestDomain, runtime: readonly XmlElement[]): void {
  for (const element of runtime) {
    if (element.local !== 'domainsnapshot') continue;
    const xml = formatElement({ ...element, name: element.local, prefix: undefined, namespace: undefined });
    const { snapshot, isCurrent } = foundSnapshot(xml, domain.definition);
    const tree = (domain.snapshots ??= new MomentTree());
    tree.put(snapshot);
    if (!isCurrent) continue;
    if (tree.current !== undefined)
      throw new VirtError('INTERNAL_ERROR', 'TEST', 'more than one snapshot claims to be active');
    tree.setCurrent(snapshot);
  }
  for (const snapshot of domain.snapshots ?? [])
    if (snapshot.parent !== undefined && domain.snapshots?.get(snapshot.parent) === undefined)
      throw new VirtError(
        'INTERNAL_ERROR',
        'TEST',
        `Snapshots have inconsistent relations for domain ${domain.name}: '${snapshot.name}' has no parent '${snapshot.parent}'`,
      );
}

function stateOf(text: string | undefined): GuestState {
  if (text === undefined) return 'running';
  const found = Object.entries(stateNumbers).find(([, number]) => String(number) === text)?.[0];
  switch (found) {
    case 'running':
    case 'paused':
    case 'shutoff':
    case 'crashed':
      return found;
    default:
      throw new VirtError('XML_ERROR', 'TEST', `invalid runstate '${text}'`);
  }
}

function addPool(host: TestHost, element: XmlElement): void {
  const pool = new TestPool(readPool(formatElement(element)));
  pool.persistent = true;
  pool.isActive = true;
  for (const volume of children(element, 'volume'))
    pool.addVolume(readVolume(formatElement(volume), pool.definition.type));
  host.pools.add(pool);
}

function topologyOf(root: XmlElement): HostTopology {
  const cpu = child(root, 'cpu');
  const number = (element: XmlElement | undefined, name: string, fallback: number): number => {
    const text = element === undefined ? undefined : childText(element, name);
    if (text === undefined) return fallback;
    if (!/^\d{1,9}$/.test(text)) throw new VirtError('XML_ERROR', 'TEST', `invalid node ${name} value '${text}'`);
    return Number(text);
  };
  const base = defaultTopology;
  const nodes = number(cpu, 'nodes', base.nodes);
  const sockets = number(cpu, 'sockets', base.sockets);
  const cores = number(cpu, 'cores', base.cores);
  const threads = number(cpu, 'threads', base.threads);
  return {
    ...base,
    // The format has no words for NUMA cells.
    cells: [],
    model: (cpu === undefined ? undefined : childText(cpu, 'model')) ?? base.model,
    memoryKiB: BigInt(number(root, 'memory', Number(base.memoryKiB))),
    mhz: number(cpu, 'mhz', base.mhz),
    nodes,
    sockets,
    cores,
    threads,
    cpus: number(cpu, 'active', nodes * sockets * cores * threads),
  };
}

async function readNode(path: string, name: string): Promise<XmlElement> {
  const root = readXml(await readText(path), { domain: 'TEST', name: path });
  if (root.name !== name)
    throw new VirtError('XML_ERROR', 'TEST', `root element of '${path}' is <${root.name}>, not <${name}>`);
  return root;
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > maxDocument)
      throw new VirtError('XML_ERROR', 'TEST', `'${path}' has ${size} bytes, more than ${maxDocument}`);
    return await readFile(path, 'utf8');
  } catch (reason) {
    if (VirtError.is(reason)) throw reason;
    const { message } = VirtError.system(reason, 'TEST', `cannot read host document '${path}'`);
    throw new VirtError('XML_ERROR', 'TEST', message, { cause: reason });
  }
}
