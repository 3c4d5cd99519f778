import {
  formatHostInterface,
  type HostInterface,
  parseHostInterface,
  validateHostInterface,
} from '@tsvirt/conf/interface';
import type { ReadOptions } from '@tsvirt/conf/kernel';

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
  validateHostInterface(document);
  const { name, device } = document;
  if (name === undefined) throw new Error('an interface without a name is valid');
  return { name, mac: device.type === 'ethernet' ? (device.mac ?? '') : '', document };
}

/** The document as the API shows it. */
export function writeInterface({ document }: InterfaceDefinition): string {
  return formatHostInterface(document);
}
