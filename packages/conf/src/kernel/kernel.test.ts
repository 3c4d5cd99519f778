import { VirtError } from '@tsvirt/util';
import { readXml } from '@tsvirt/util/xml';
import { describe, expect, test } from 'vitest';
import {
  attr,
  child,
  content,
  type ElementSchema,
  element,
  flag,
  group,
  keptParts,
  leaf,
  live,
  lazy,
  many,
  oneOf,
  type ReadOptions,
  secret,
  startOutput,
  startReading,
  str,
  uint,
  variant,
  within,
  yesNo,
  type FormatFlags,
} from './index.js';

function read<T>(schema: ElementSchema<T>, xml: string, options: ReadOptions = {}): T {
  const root = readXml(xml);
  return schema.read(root, startReading(root, options));
}

function write<T>(schema: ElementSchema<T>, value: T, flags: FormatFlags = {}): string {
  const out = startOutput(flags);
  schema.write(value, out);
  return out.xml.toString();
}

function faultOf(action: () => unknown): VirtError {
  try {
    action();
  } catch (reason) {
    if (VirtError.is(reason)) return reason;
    throw reason;
  }
  throw new Error('nothing was thrown');
}

const drive = element('drive', {
  source: variant('type', {
    file: within('source', group({ file: attr('file', str).optional })),
    net: group({ host: within('source', attr('host', str)), port: leaf('port', uint).default(80) }),
  }),
  bus: attr('bus', oneOf('ide', 'scsi', 'virtio')).default('ide'),
  password: secret(attr('password', str)),
  id: live(attr('id', uint)),
  readonly: flag('readonly'),
  tags: many(element('tag', { name: attr('name', str), text: content(str).optional })),
});

describe('an element', () => {
  test('gives absent fields their defaults and reads them back as written', () => {
    const value = read(drive, "<drive type='net'><source host='h'/></drive>");
    expect(value).toEqual({ source: { type: 'net', host: 'h', port: 80 }, bus: 'ide', tags: [] });
    expect(write(drive, value)).toBe(
      "<drive type='net' bus='ide'>\n  <source host='h'/>\n  <port>80</port>\n</drive>\n",
    );
  });

  test('writes the telling attribute first and children in the order of the fields', () => {
    const xml = `<drive bus='scsi' type='file'><tag name='b'>x</tag><readonly/><tag name='a'/><source file='/f'/></drive>`;
    expect(write(drive, read(drive, xml))).toBe(
      `<drive type='file' bus='scsi'>\n  <source file='/f'/>\n  <readonly/>\n  <tag name='b'>x</tag>\n  <tag name='a'/>\n</drive>\n`,
    );
  });

  test('leaves out the child of a within that holds nothing', () => {
    expect(write(drive, read(drive, "<drive type='file'/>"))).toBe("<drive type='file' bus='ide'/>\n");
  });

  test('shows secrets only with the secure flag', () => {
    const value = read(drive, "<drive type='file' password='p'/>");
    expect(write(drive, value)).not.toContain('password');
    expect(write(drive, value, { secure: true })).toContain("password='p'");
  });

  test('keeps what only a running object has out of definitions', () => {
    const xml = "<drive type='file' id='7'/>";
    expect(read(drive, xml, { inactive: true }).id).toBeUndefined();
    expect(write(drive, read(drive, xml))).toContain("id='7'");
    expect(write(drive, read(drive, xml), { inactive: true })).not.toContain('id=');
  });

  test('may contain itself', () => {
    interface Layer {
      readonly name: string;
      readonly below?: Layer | undefined;
    }
    const layer: ElementSchema<Layer> = element('layer', {
      name: attr('name', str),
      below: child(lazy('layer', (): ElementSchema<Layer> => layer)).optional,
    });
    expect(read(layer, "<layer name='a'><layer name='b'/></layer>")).toEqual({ name: 'a', below: { name: 'b' } });
  });
});

describe('a fault', () => {
  test('names attribute, element, value, place and the likely word', () => {
    const { code, domain, message } = faultOf(() => read(drive, "<drive type='file'\n bus='virtoi'/>"));
    expect({ code, domain }).toEqual({ code: 'XML_ERROR', domain: 'XML' });
    expect(message).toContain("Invalid value for attribute 'bus' in element 'drive': 'virtoi'.");
    expect(message).toContain('/drive, line 2, column 2');
    expect(message).toContain("perhaps 'virtio'");
  });

  test('counts namesakes in the path', () => {
    const list = element('list', { drives: many(drive) });
    const { message } = faultOf(() => read(list, "<list><drive type='file'/><drive type='fil'/></list>"));
    expect(message).toContain('/list/drive[2]');
  });

  test('says which required attribute is missing', () => {
    const { message } = faultOf(() => read(drive, "<drive type='net'><source/></drive>"));
    expect(message).toContain("Missing required attribute 'host' in element 'source'");
  });
});

describe('unknown parts', () => {
  const xml = "<drive type='file' odd='1'><source file='/f' extra='2'><deep/></source><other>text</other></drive>";

  test('vanish unless asked for', () => {
    expect(write(drive, read(drive, xml))).toBe("<drive type='file' bus='ide'>\n  <source file='/f'/>\n</drive>\n");
  });

  test('are listed with their paths', () => {
    const root = readXml(xml);
    const reading = startReading(root, { unknown: 'report' });
    drive.read(root, reading);
    expect(reading.unknownPaths).toEqual(['/drive/@odd', '/drive/other', '/drive/source/@extra', '/drive/source/deep']);
  });

  test('travel with the value, also those inside of a within', () => {
    const value = read(drive, xml, { unknown: 'keep' });
    expect(Object.keys(value)).toEqual(['source', 'bus', 'tags']);
    expect(keptParts in value).toBe(true);
    const written = write(drive, value);
    expect(written).toContain("<drive type='file' bus='ide' odd='1'>");
    expect(written).toContain("<source file='/f' extra='2'>");
    expect(written).toContain('<deep/>');
    expect(written).toContain('<other>text</other>');
  });

  test('in a namespace are told from those without', () => {
    const space = { prefix: 'q', uri: 'urn:q' };
    const args = element('args', {
      arg: child(element('arg', { v: attr('v', yesNo) }, { namespace: space })).optional,
    });
    expect(read(args, "<args><arg v='yes'/></args>").arg).toBeUndefined();
    expect(read(args, "<args xmlns:x='urn:q'><x:arg v='yes'/></args>").arg).toEqual({ v: true });
  });
});
