import { type Architecture, isArchitecture } from '../architecture.js';
import { VirtError } from '../virt-error.js';
import { attribute, child, children, readXml, textOf, type XmlElement, XmlWriter } from '../xml/index.js';

/** What a guest's definition may ask of a CPU feature. */
export const featurePolicies = ['force', 'require', 'optional', 'disable', 'forbid'] as const;
/** One of {@link featurePolicies}. */
export type FeaturePolicy = (typeof featurePolicies)[number];
/** How closely a host's CPU has to match the one asked for. */
export const matchPolicies = ['minimum', 'exact', 'strict'] as const;
/** One of {@link matchPolicies}. */
export type MatchPolicy = (typeof matchPolicies)[number];

/** A CPU feature by name, and what is asked of it. */
export interface CpuFeature {
  readonly name: string;
  /** Absent in a host's CPU, where it means that the feature is there; in a guest's it means `require`. */
  readonly policy?: FeaturePolicy;
}

/** A CPU as `<cpu>` tells it: what a host has, or what a guest asks for. */
export interface CpuDescription {
  readonly type: 'host' | 'guest';
  readonly arch?: Architecture;
  readonly match?: MatchPolicy;
  readonly model?: string;
  readonly fallback?: 'allow' | 'forbid';
  readonly vendor?: string;
  readonly features: readonly CpuFeature[];
}

/**
 * Reads a `<cpu>` document: a host's one, which names its architecture, or a guest's.
 * @param type what is expected; by default the document's architecture tells
 * @throws XML_ERROR, CONFIG_UNSUPPORTED for architectures and policies that nobody knows
 */
export function readCpu(document: string, type?: 'host' | 'guest'): CpuDescription {
  const root = readXml(document, { domain: 'CPU', name: 'CPU_definition' });
  if (root.name !== 'cpu') throw new VirtError('XML_ERROR', 'CPU', "XML does not contain expected 'cpu' element");
  const arch = archOf(root);
  const actual = type ?? (child(root, 'arch') === undefined ? 'guest' : 'host');
  const match = attribute(root, 'match');
  if (type === undefined && actual === 'host' && match !== undefined) {
    throw new VirtError(
      'XML_ERROR',
      'CPU',
      "'arch' element cannot be used inside 'cpu' element with 'match' attribute'",
    );
  }
  if (type === 'host' && attribute(root, 'mode') !== undefined)
    throw new VirtError('CONFIG_UNSUPPORTED', 'CPU', 'Attribute mode is only allowed for guest CPU');
  if (actual === 'host' && arch === undefined) throw new VirtError('XML_ERROR', 'CPU', 'Missing CPU architecture');
  const model = optionalText(root, 'model');
  if (actual === 'host' && model === undefined) throw new VirtError('XML_ERROR', 'CPU', 'Missing CPU model name');
  const features = featuresOf(root, actual);
  if (model === undefined && features.length > 0)
    throw new VirtError('XML_ERROR', 'CPU', 'Non-empty feature list specified without CPU model');
  const vendor = optionalText(root, 'vendor');
  return {
    type: actual,
    ...(arch !== undefined && { arch }),
    ...(actual === 'guest' && { match: match === undefined ? 'exact' : matchOf(match) }),
    ...(model !== undefined && { model }),
    ...(vendor !== undefined && { vendor }),
    features,
  };
}

function archOf(root: XmlElement): Architecture | undefined {
  const arch = optionalText(root, 'arch');
  if (arch === undefined || isArchitecture(arch)) return arch;
  throw new VirtError('CONFIG_UNSUPPORTED', 'CPU', `Unknown architecture ${arch}`);
}

function featuresOf(root: XmlElement, type: 'host' | 'guest'): CpuFeature[] {
  const seen = new Set<string>();
  return children(root, 'feature').map(feature => {
    const name = attribute(feature, 'name');
    if (name === undefined || name === '') throw new VirtError('XML_ERROR', 'CPU', 'Invalid CPU feature name');
    if (seen.has(name)) throw new VirtError('XML_ERROR', 'CPU', `CPU feature '${name}' specified more than once`);
    seen.add(name);
    if (type === 'host') return { name };
    const policy = attribute(feature, 'policy') ?? 'require';
    const found = featurePolicies.find(candidate => candidate === policy);
    if (found === undefined) throw new VirtError('CONFIG_UNSUPPORTED', 'CPU', 'Invalid CPU feature policy');
    return { name, policy: found };
  });
}

function matchOf(text: string): MatchPolicy {
  const found = matchPolicies.find(candidate => candidate === text);
  if (found !== undefined) return found;
  throw new VirtError('XML_ERROR', 'CPU', `Invalid value for attribute 'match' in element 'cpu': '${text}'.`);
}

function optionalText(element: XmlElement, name: string): string | undefined {
  const found = child(element, name);
  const text = found === undefined ? '' : textOf(found);
  return text === '' ? undefined : text;
}

/** The `<cpu>` document of a guest's CPU. */
export function formatCpu(cpu: CpuDescription): string {
  const xml = new XmlWriter()
    .open('cpu')
    .attribute('mode', 'custom')
    .attribute('match', cpu.match ?? 'exact');
  if (cpu.model !== undefined)
    xml
      .open('model')
      .attribute('fallback', cpu.fallback ?? 'allow')
      .text(cpu.model)
      .close();
  writeVendorAndFeatures(xml, cpu);
  return xml.close().toString();
}

/** Writes what follows the model: the vendor and the features. */
export function writeVendorAndFeatures(xml: XmlWriter, { vendor, features }: CpuDescription): void {
  if (vendor !== undefined) xml.leaf('vendor', vendor);
  for (const { name, policy } of features)
    xml.open('feature').attribute('policy', policy).attribute('name', name).close();
}
