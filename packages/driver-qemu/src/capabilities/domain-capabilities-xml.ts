import { writeVendorAndFeatures } from '@tsvirt/util/cpu';
import { XmlWriter } from '@tsvirt/util/xml';
import type { DomainCapabilities } from './domain-capabilities.js';

/** The document of virConnectGetDomainCapabilities. */
export function formatDomainCapabilities(value: DomainCapabilities): string {
  const xml = new XmlWriter().open('domainCapabilities');
  xml.leaf('path', value.path).leaf('domain', value.virtType).leaf('machine', value.machine).leaf('arch', value.arch);
  xml.open('vcpu').attribute('max', value.maxVcpus).close();
  supported(xml, 'iothreads', value.iothreads);
  writeOs(xml, value.os);
  writeCpu(xml, value.cpu);
  xml.open('memoryBacking').attribute('supported', 'yes');
  writeEnum(xml, 'sourceType', value.memorySources);
  xml.close();
  writeDevices(xml, value.devices);
  writeFeatures(xml, value.features);
  return xml.close().toString();
}

/** Begins or writes an element that says whether something is there; `content` is written when it is. */
function supported(xml: XmlWriter, name: string, is: boolean, content?: () => void): void {
  xml.open(name).attribute('supported', is ? 'yes' : 'no');
  if (is) content?.();
  xml.close();
}

function writeEnum(xml: XmlWriter, name: string, values: readonly string[]): void {
  xml.open('enum').attribute('name', name);
  for (const value of values) xml.leaf('value', value);
  xml.close();
}

function writeOs(xml: XmlWriter, os: DomainCapabilities['os']): void {
  xml.open('os').attribute('supported', 'yes');
  writeEnum(xml, 'firmware', os.firmware);
  xml.open('loader').attribute('supported', 'yes');
  for (const loader of os.loaders) xml.leaf('value', loader);
  writeEnum(xml, 'type', ['rom', 'pflash']);
  writeEnum(xml, 'readonly', ['yes', 'no']);
  writeEnum(xml, 'secure', os.secure ? ['yes', 'no'] : ['no']);
  xml.close().close();
}

function writeCpu(xml: XmlWriter, { passthrough, maximum, hostModel, models }: DomainCapabilities['cpu']): void {
  xml.open('cpu');
  const mode = (name: string, is: boolean, content: () => void) => {
    xml
      .open('mode')
      .attribute('name', name)
      .attribute('supported', is ? 'yes' : 'no');
    if (is) content();
    xml.close();
  };
  mode('host-passthrough', passthrough !== undefined, () =>
    writeEnum(xml, 'hostPassthroughMigratable', passthrough?.migratable ?? []),
  );
  mode('maximum', maximum !== undefined, () => writeEnum(xml, 'maximumMigratable', maximum?.migratable ?? []));
  mode('host-model', hostModel !== undefined, () => {
    if (hostModel === undefined) return;
    xml
      .open('model')
      .attribute('fallback', hostModel.fallback ?? 'allow')
      .text(hostModel.model ?? '')
      .close();
    writeVendorAndFeatures(xml, hostModel);
  });
  mode('custom', models.length > 0, () => {
    for (const model of models) {
      xml.open('model').attribute('usable', model.usable);
      if (model.deprecated) xml.attribute('deprecated', 'yes');
      xml.attribute('vendor', model.vendor).text(model.name).close();
    }
  });
  xml.close();
}

function writeDevices(xml: XmlWriter, devices: DomainCapabilities['devices']): void {
  const { disk, hostdev, rng, tpm } = devices;
  xml.open('devices');
  supported(xml, 'disk', true, () => {
    writeEnum(xml, 'diskDevice', disk.devices);
    writeEnum(xml, 'bus', disk.buses);
    writeEnum(xml, 'model', disk.models);
  });
  supported(xml, 'graphics', devices.graphics.length > 0, () => writeEnum(xml, 'type', devices.graphics));
  supported(xml, 'video', devices.video.length > 0, () => writeEnum(xml, 'modelType', devices.video));
  supported(xml, 'hostdev', true, () => {
    writeEnum(xml, 'mode', ['subsystem']);
    writeEnum(xml, 'startupPolicy', ['default', 'mandatory', 'requisite', 'optional']);
    writeEnum(xml, 'subsysType', ['usb', 'pci', 'scsi']);
    writeEnum(xml, 'capsType', []);
    writeEnum(xml, 'pciBackend', hostdev.pciBackends);
  });
  supported(xml, 'rng', rng.models.length > 0, () => {
    writeEnum(xml, 'model', rng.models);
    writeEnum(xml, 'backendModel', rng.backends);
  });
  supported(xml, 'filesystem', true, () => writeEnum(xml, 'driverType', devices.filesystem));
  supported(xml, 'tpm', tpm.models.length > 0, () => {
    writeEnum(xml, 'model', tpm.models);
    writeEnum(xml, 'backendModel', tpm.backends);
    if (tpm.versions.length > 0) writeEnum(xml, 'backendVersion', tpm.versions);
  });
  supported(xml, 'redirdev', devices.redirdev.length > 0, () => writeEnum(xml, 'bus', devices.redirdev));
  supported(xml, 'channel', true, () => writeEnum(xml, 'type', devices.channel));
  xml.close();
}

function writeFeatures(xml: XmlWriter, { vmcoreinfo, genid, sev, hyperv }: DomainCapabilities['features']): void {
  xml.open('features');
  supported(xml, 'gic', false);
  supported(xml, 'vmcoreinfo', vmcoreinfo);
  supported(xml, 'genid', genid);
  supported(xml, 'backingStoreInput', true);
  supported(xml, 'backup', true);
  supported(xml, 'sev', sev);
  supported(xml, 'sgx', false);
  if (hyperv !== undefined) supported(xml, 'hyperv', hyperv.length > 0, () => writeEnum(xml, 'features', hyperv));
  xml.close();
}
