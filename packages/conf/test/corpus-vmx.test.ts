import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import { formatDomain, parseDomain } from '../src/domain/index.js';
import { datastoreFileNames, readVmx, type VmxReadOptions, writeVmx } from '../src/vmx/index.js';
import { corpusFolder } from './corpus.js';
import { difference } from './difference.js';

async function casesOf(
  kind: string,
): Promise<readonly { readonly name: string; readonly files: ReadonlyMap<string, string> }[]> {
  const folder = join(corpusFolder ?? '', kind);
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async name => {
      const files = await readdir(join(folder, name));
      const texts = files.map(async file => [file, await readFile(join(folder, name, file), 'utf8')] as const);
      return { name, files: new Map(await Promise.all(texts)) };
    }),
  );
}

interface Meta {
  readonly datacenterPath?: string;
  readonly virtualHWVersion?: number;
}

/** What libvirt has added since the data was made. */
function asLater(xml: string): string {
  return xml
    .replaceAll(/^ *<(?:boot dev='hd'|readonly)\/>\n/gm, '')
    .replaceAll(/ type='(?:generated|static)'(?= check|\/>)/g, '')
    .replaceAll(/ check='(?:yes|no)'/g, '');
}

function failureOf(input: string, options: VmxReadOptions, expected: string, adapt = (xml: string) => xml) {
  try {
    return difference(adapt(expected), adapt(formatDomain(readVmx(input, options))));
  } catch (reason) {
    return String(reason);
  }
}

describe.skipIf(corpusFolder === undefined)('VMX files (set TSVIRT_CORPUS to the corpus)', () => {
  test('as VMware desktop products have them: the documents of the real daemon', async () => {
    const failures: string[] = [];
    for (const { name, files } of await casesOf('vmware-native')) {
      const input = files.get('input.vmx') ?? '';
      const error = files.get('error.json');
      if (error === undefined) {
        const failure = failureOf(input, {}, files.get('expected.xml') ?? '');
        if (failure !== undefined) failures.push(`${name}: ${failure}`);
        continue;
      }
      const { code, domain, message } = JSON.parse(error);
      try {
        readVmx(input);
        failures.push(`${name}: accepted`);
      } catch (reason) {
        if (!VirtError.is(reason)) throw reason;
        expect({ code: reason.codeNumber, domain: reason.domainNumber, message: reason.message }, name).toEqual({
          code,
          domain,
          message,
        });
      }
    }
    expect(failures).toEqual([]);
  });

  test('as ESX has them: the documents of its driver, but for what later versions add', async () => {
    const failures: string[] = [];
    for (const { name, files } of await casesOf('vmx2xml')) {
      const { datacenterPath }: Meta = JSON.parse(files.get('meta.json') ?? '{}');
      const options: VmxReadOptions = {
        fileNames: datastoreFileNames('datastore', 'directory'),
        unnamedNetworks: true,
        wideScsi: true,
        ...(datacenterPath !== undefined && { datacenterPath }),
      };
      const failure = failureOf(files.get('input.vmx') ?? '', options, files.get('expected.xml') ?? '', asLater);
      if (failure !== undefined) failures.push(`${name}: ${failure}`);
    }
    expect(failures).toEqual([]);
  });
  test('written for ESX as its driver does', async () => {
    const failures: string[] = [];
    for (const { name, files } of await casesOf('xml2vmx')) {
      const { virtualHWVersion = 4 }: Meta = JSON.parse(files.get('meta.json') ?? '{}');
      const options = { hardwareVersion: virtualHWVersion, fileNames: datastoreFileNames('datastore', 'directory') };
      try {
        const written = writeVmx(parseDomain(files.get('input.xml') ?? '', { inactive: true }), options);
        const failure = difference(files.get('expected.vmx') ?? '', written);
        if (failure !== undefined) failures.push(`${name}: ${failure}`);
      } catch (reason) {
        failures.push(`${name}: ${String(reason)}`);
      }
    }
    expect(failures).toEqual([]);
  });
});
