import { formatNodeDevice, type NodeDevice as Document, parseNodeDevice } from '@tsvirt/conf/node-device';
import { VirtError } from '@tsvirt/util';
import { attribute, children } from '@tsvirt/util/xml';
import { childText, readDocument } from '../host/document.js';
import type { MdevLife } from './mediated-device.js';

/** A device of the host. */
export interface NodeDevice {
  readonly name: string;
  readonly parent: string | undefined;
  /** Types of its own capabilities. */
  readonly capabilities: readonly string[];
  /** Those, and the types nested in them (`fc_host` in `scsi_host`), by which lists choose. */
  readonly searchable: readonly string[];
  readonly document: Document;
  /** The host's driver that holds it; it changes with time, so documents of libvirt's mock do not show it. */
  readonly driver: string | undefined;
  /** While it is kept for guests: the driver that it came from, empty for none. */
  readonly hostDriver?: string;
  /** Of mediated devices, which need not be running; absent for all others. */
  readonly mdev?: MdevLife;
}

/**
 * Reads the document of a device that is there.
 * @throws VirtError
 */
export function readNodeDevice(xml: string): NodeDevice {
  return deviceOf(parseNodeDevice(xml));
}

/** A device of its document. @throws VirtError NO_NAME, XML_ERROR */
export function deviceOf(document: Document): NodeDevice {
  const { name, parent } = document;
  if (name === undefined) throw new VirtError('NO_NAME', 'NODEDEV');
  const capabilities = document.capabilities.map(({ type }) => type);
  if (capabilities.length === 0) throw new VirtError('XML_ERROR', 'NODEDEV', `no device capabilities for '${name}'`);
  const nested = document.capabilities.flatMap(capability => {
    if (capability.type === 'pci')
      return [
        ...(capability.mdevTypes === undefined ? [] : ['mdev_types']),
        ...(capability.vpd === undefined ? [] : ['vpd']),
      ];
    if (capability.type !== 'scsi_host') return [];
    // Lists call an adapter that can make virtual ones `vports`.
    return [
      ...(capability.fcHost === undefined ? [] : ['fc_host']),
      ...(capability.vportOps === undefined ? [] : ['vports']),
    ];
  });
  const { driver, ...kept } = document;
  return { name, parent: parent?.name, capabilities, searchable: [...capabilities, ...nested], document: kept, driver };
}

/** The document as the API shows it. */
export function writeNodeDevice({ document }: NodeDevice): string {
  return formatNodeDevice(document);
}

/** A virtual host adapter that somebody wants. */
export interface AdapterRequest {
  readonly parent: string | undefined;
  readonly wwnn: string;
  readonly wwpn: string;
}

/**
 * Reads the document of a virtual host adapter to be made.
 * @throws VirtError INTERNAL_ERROR when it names no WWNs
 */
export function readAdapterRequest(xml: string): AdapterRequest {
  // Not through the document's description: what describes a device that is there, a wish may leave out.
  const device = readDocument(xml, 'device', 'NODEDEV', 'node_device_definition');
  const nested = children(device, 'capability').flatMap(capability => children(capability, 'capability'));
  const fcHost = nested.find(capability => attribute(capability, 'type') === 'fc_host');
  const text = (name: string): string | undefined => (fcHost === undefined ? undefined : childText(fcHost, name));
  return { parent: childText(device, 'parent'), wwnn: wwn('WWNN', text('wwnn')), wwpn: wwn('WWPN', text('wwpn')) };
}

function wwn(what: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new VirtError('INTERNAL_ERROR', 'NODEDEV', `no ${what} supplied for 'new device', and auto-generation failed`);
}

/** An adapter like another, under another name and with the WWNs that were asked for. */
export function virtualAdapter({ wwnn, wwpn }: AdapterRequest, template: NodeDevice, name: string): NodeDevice {
  const capabilities = template.document.capabilities.map(capability =>
    capability.type === 'scsi_host' && capability.fcHost !== undefined
      ? { ...capability, fcHost: { ...capability.fcHost, wwnn, wwpn } }
      : capability,
  );
  return deviceOf({ ...template.document, name, capabilities });
}
