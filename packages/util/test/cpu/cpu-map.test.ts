import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { x86FeatureTable, x86Features, x86Models } from '@tsvirt/util/cpu';
import { attribute, child, children, readXml } from '@tsvirt/util/xml';
import { expect, test } from 'vitest';

const folder = '/usr/share/libvirt/cpu_map';
const files = (await readdir(folder).catch(() => [])).filter(name => /^x86_(?!features|vendors)/.test(name));

test.skipIf(files.length === 0)('the features are those of the CPU map (needs libvirt-daemon)', async () => {
  const map = readXml(await readFile(join(folder, 'x86_features.xml')));
  const theirs = children(map, 'feature').map(feature => attribute(feature, 'name'));
  // Newer maps know more features, but no feature moves or vanishes.
  expect(x86Features.filter(name => !theirs.includes(name))).toEqual([]);
  for (const feature of children(map, 'feature')) {
    const cpuid = child(feature, 'cpuid');
    const word = x86FeatureTable.find(({ bits }) => Object.hasOwn(bits, attribute(feature, 'name') ?? ''));
    if (cpuid === undefined || word === undefined || 'msr' in word) continue;
    expect(Number(attribute(cpuid, 'eax_in')), attribute(feature, 'name')).toBe(word.leaf);
    expect(Number(attribute(cpuid, word.register))).toBe(2 ** (word.bits[attribute(feature, 'name') ?? ''] ?? -1));
  }
});

test.skipIf(files.length === 0).each(files)('%s tells the same of its model as our table', async file => {
  const model = child(readXml(await readFile(join(folder, file))), 'model');
  const ours = x86Models().get((model && attribute(model, 'name')) ?? '');
  if (model === undefined || ours === undefined) return; // a newer map has more models
  const listed = children(model, 'feature');
  const named = (removed: boolean) =>
    listed
      .filter(feature => (attribute(feature, 'removed') === 'yes') === removed)
      .map(feature => attribute(feature, 'name'));
  expect(ours.features).toEqual(new Set(named(false)));
  expect(new Set(ours.removed)).toEqual(new Set(named(true)));
  const vendor = child(model, 'vendor');
  expect(ours.vendor).toBe(vendor && attribute(vendor, 'name'));
});
