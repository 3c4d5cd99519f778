import { ConnectBaselineCPUFlags } from '@tsvirt/core/protocol';
import { isArchitecture, VirtError } from '@tsvirt/util';
import { child, children, readXml, textOf, type XmlElement, XmlWriter } from '@tsvirt/util/xml';
import { cpuModels } from '../defaults/cpu-models.js';
import { checkFlags } from './flags.js';

/**
 * The guest CPU that runs on every one of the given host CPUs.
 * The mock hypervisor answers for CPUs of one model; to compare different models takes the database of CPU features.
 * @throws VirtError XML errors, INTERNAL_ERROR for a model that is not known, NO_SUPPORT for what it cannot work out
 */
export function baselineCpu(documents: readonly string[], flags: number): string {
  const { expandFeatures, migratable } = ConnectBaselineCPUFlags;
  checkFlags(flags, expandFeatures | migratable, 'connectBaselineCPU');
  const cpus = documents.map(readCpu);
  const [first] = cpus;
  if (first === undefined) throw new VirtError('INVALID_ARG', 'CPU', 'no CPUs given');
  if (cpus.some(cpu => cpu.model !== first.model))
    throw new VirtError('NO_SUPPORT', 'CPU', 'the CPUs are of different models, which this driver cannot compare');
  const known = cpuModels(first.arch) ?? [];
  if (known.length > 0 && !known.includes(first.model))
    throw new VirtError('INTERNAL_ERROR', 'CPU', `Unknown CPU model ${first.model}`);
  const shared = first.features.filter(name => cpus.every(cpu => cpu.features.includes(name)));
  const xml = new XmlWriter().open('cpu').attribute('mode', 'custom').attribute('match', 'exact');
  const fallback = known.length > 0 && cpus.length === 1 ? 'forbid' : 'allow';
  xml.open('model').attribute('fallback', fallback).text(first.model).close();
  for (const name of shared) xml.open('feature').attribute('policy', 'require').attribute('name', name).close();
  return xml.close().toString();
}

interface HostCpu {
  readonly arch: string;
  readonly model: string;
  readonly features: readonly string[];
}

function readCpu(document: string): HostCpu {
  const root = readXml(document, { domain: 'CPU', name: 'CPU_definition' });
  if (root.name !== 'cpu')
    throw new VirtError('XML_ERROR', 'XML', `expecting root element of 'cpu', not '${root.name}'`);
  const arch = optionalText(root, 'arch');
  if (arch === undefined) throw new VirtError('XML_ERROR', 'CPU', 'Missing CPU architecture');
  if (!isArchitecture(arch)) throw new VirtError('XML_ERROR', 'CPU', `Unknown architecture ${arch}`);
  const model = optionalText(root, 'model');
  if (model === undefined) throw new VirtError('XML_ERROR', 'CPU', 'Missing CPU model name');
  const features = children(root, 'feature').flatMap(feature => {
    const name = feature.attributes.find(attribute => attribute.name === 'name')?.value;
    return name === undefined ? [] : [name];
  });
  return { arch, model, features };
}

function optionalText(element: XmlElement, name: string): string | undefined {
  const found = child(element, name);
  const text = found === undefined ? '' : textOf(found).trim();
  return text === '' ? undefined : text;
}
