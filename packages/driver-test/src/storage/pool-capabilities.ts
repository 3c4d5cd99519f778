import { poolTypes } from '@tsvirt/conf/storage';
import { XmlWriter } from '@tsvirt/util/xml';

/** The document of the types of pools that the mock has, which are all. */
export function poolCapabilities(): string {
  const xml = new XmlWriter().open('storagepoolCapabilities');
  for (const [type, { formats, volumeFormats }] of Object.entries(poolTypes)) {
    xml.open('pool').attribute('type', type).attribute('supported', 'yes').body();
    if (formats !== undefined) writeFormats(xml, 'poolOptions', 'sourceFormatType', formats, unknownFirst(formats));
    if (volumeFormats !== undefined)
      writeFormats(xml, 'volOptions', 'targetFormatType', volumeFormats, choices(volumeFormats));
    xml.close();
  }
  return xml.close().toString();
}

function writeFormats(
  xml: XmlWriter,
  element: string,
  name: string,
  [usual]: readonly string[],
  values: readonly string[],
): void {
  xml.open(element);
  xml
    .open('defaultFormat')
    .attribute('type', usual ?? '')
    .close();
  xml.open('enum').attribute('name', name).body();
  for (const value of values) xml.leaf('value', value);
  xml.close().close();
}

/** libvirt lists words in the order of its numbers, in which `unknown` is the first. */
function unknownFirst(formats: readonly string[]): readonly string[] {
  return formats.includes('unknown') ? ['unknown', ...formats.filter(format => format !== 'unknown')] : formats;
}

/** Where there is one format only, there is nothing to choose; files may also be of no format. */
function choices(formats: readonly string[]): readonly string[] {
  if (formats.length === 1) return [];
  return formats.includes('none') ? formats : ['none', ...formats];
}
