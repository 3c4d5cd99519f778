import { formatHostInterface, type HostInterface, parseHostInterface } from '@tsvirt/conf/interface';
import type { ReadOptions } from '@tsvirt/conf/kernel';
import { VirtError } from '@tsvirt/util';

/** A host interface's definition. */
export interface InterfaceDefinition {
  readonly name: string;
  /** Empty when the document names none. */
  readonly mac: string;
  readonly document: HostInterface;
}

/**
 * Reads an interface document.
 * @throws VirtError
 */
export function readInterface(xml: string, reading?: ReadOptions): InterfaceDefinition {
  const document = parseHostInterface(xml, reading);
  const { name, device } = document;
  if (name === undefined) throw new VirtError('XML_ERROR', 'INTERFACE', 'interface has no name');
  return { name, mac: device.type === 'ethernet' ? (device.mac ?? '') : '', document };
}

/** The document as the API shows it. */
export function writeInterface({ document }: InterfaceDefinition): string {
  return formatHostInterface(document);
}
