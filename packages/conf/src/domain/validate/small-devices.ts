import { valueFault } from '../../kernel/index.js';
import type { Domain } from '../domain.js';
import type { Input } from '../input.js';
import type { Iommu } from '../iommu.js';
import type { MemoryDevice } from '../memory-device.js';
import type { Shmem } from '../shmem.js';
import type { Video } from '../video.js';
import { contradiction, internal, unsupported } from './unsupported.js';

/** Checks devices that are sound or not by themselves. */
export function validateSmallDevices({ devices, os, cpu }: Domain): void {
  for (const input of devices.inputs) validateInput(input, os?.type?.type === 'hvm');
  for (const { address: place } of [...devices.inputs.filter(({ bus }) => bus === 'usb'), ...devices.redirdevs]) {
    if (place !== undefined && place.type !== 'usb') throw contradiction('Invalid address for a USB device', place);
  }
  for (const shmem of devices.shmems) validateShmem(shmem);
  for (const iommu of devices.iommus) validateIommu(iommu);
  for (const video of devices.videos) validateVideo(video);
  const none = devices.videos.find(({ model }) => model?.type === 'none');
  if (none !== undefined && devices.videos.length > 1) {
    throw unsupported("a 'none' video type must be the only video device defined for the domain", none);
  }
  const panics = new Set<string | undefined>();
  for (const panic of devices.panics) {
    if (panics.has(panic.model)) {
      throw contradiction(`Multiple panic devices with model '${panic.model ?? 'default'}'`, panic);
    }
    panics.add(panic.model);
  }
  const address = devices.vsock?.cid?.address;
  if (devices.vsock?.cid !== undefined && address !== undefined && address < 3) {
    throw unsupported('guest CIDs must be >= 3', devices.vsock.cid, 'address');
  }
  const cells = cpu?.numa?.cells.length ?? 0;
  for (const module of devices.memories) validateMemory(module, cells);
  for (const smartcard of devices.smartcards) {
    if (smartcard.address !== undefined && smartcard.address.type !== 'ccid') {
      throw unsupported("Controllers must use the 'ccid' address type", smartcard.address);
    }
  }
}

function validateInput(input: Input, isMachine: boolean): void {
  const { type, bus, model } = input;
  if (bus === 'ps2' && type !== 'mouse' && type !== 'keyboard') {
    throw internal(`ps2 bus does not support ${type} input device`, input, 'bus');
  }
  if (bus === 'xen' && isMachine) throw internal(`unsupported input bus ${bus}`, input, 'bus');
  if (type === 'passthrough' && bus !== 'virtio') {
    throw unsupported("only bus 'virtio' is supported for 'passthrough' input devices", input, 'bus');
  }
  if (type === 'evdev' && bus !== undefined && bus !== 'none') {
    throw unsupported("input evdev doesn't support bus element", input, 'bus');
  }
  if (model !== undefined && bus !== 'virtio') {
    throw unsupported(`only bus 'virtio' is supported for input model '${model}'`, input, 'model');
  }
}

function validateShmem(shmem: Shmem): void {
  const { name, msi, server } = shmem;
  if (name.includes('/')) throw unsupported("shmem name cannot include '/' character", shmem, 'name');
  if (name === '.' || name === '..') throw unsupported(`shmem name cannot be equal to '${name}'`, shmem, 'name');
  if (msi !== undefined && server === undefined) {
    throw contradiction('msi option is only supported with a server', msi);
  }
}

function validateIommu(iommu: Iommu): void {
  const { model, driver, address } = iommu;
  if (model !== 'intel' && driver !== undefined && Object.values(driver).some(value => value !== undefined)) {
    throw contradiction(`iommu model '${model}' doesn't support additional attributes`, driver);
  }
  if (model !== 'virtio' && address !== undefined) {
    throw contradiction(`iommu model '${model}' can't have address`, address);
  }
  if (driver?.eim === true && driver.intremap !== true) {
    throw unsupported('IOMMU eim requires interrupt remapping to be enabled', driver, 'eim');
  }
}

function validateVideo(video: Video): void {
  const { model, driver } = video;
  if (model === undefined || model.type === 'none') return;
  for (const key of ['ram', 'vram64', 'vgamem'] as const) {
    if ((model[key] ?? 0) === 0 || model.type === 'qxl') continue;
    throw unsupported(`${key} attribute only supported for video type qxl`, model, key);
  }
  if (driver?.name === 'vhostuser' && model.type !== 'virtio') {
    throw unsupported("'vhostuser' driver is only supported with 'virtio' device", driver, 'name');
  }
  const { acceleration, resolution } = model;
  if (acceleration?.rendernode !== undefined && driver?.name !== 'vhostuser') {
    throw unsupported("unsupported rendernode accel attribute without 'vhostuser'", acceleration, 'rendernode');
  }
  if (resolution !== undefined && (resolution.x === 0 || resolution.y === 0)) {
    throw unsupported('video resolution values must be greater than 0', resolution);
  }
  for (const option of ['iommu', 'ats', 'packed', 'pagePerVq'] as const) {
    if (driver?.[option] === undefined || model.type === 'virtio') continue;
    const name = option === 'pagePerVq' ? 'page_per_vq' : option;
    throw unsupported(`${name} driver option is only supported for virtio devices`, driver, option);
  }
}

const leastLabelKiB = 128n;

function validateMemory({ model, target }: MemoryDevice, cells: number): void {
  const detail = (what: string) => valueFault(['XML_DETAIL', 'DOMAIN'], what, target);
  if (model === 'virtio-pmem' && target.node !== undefined) {
    throw unsupported('virtio-pmem does not support NUMA nodes', target, 'node');
  }
  if (model === 'virtio-mem') {
    const block = target.blockKiB ?? 0n;
    if (block === 0n || (block & (block - 1n)) !== 0n) throw detail('block size must be a power of two');
    if ((target.requestedKiB ?? 0n) % block !== 0n) {
      throw detail('requested size must be an integer multiple of block size');
    }
  }
  const label = target.labelSizeKiB;
  if (label !== undefined && label < leastLabelKiB) {
    throw contradiction('nvdimm label must be at least 128KiB', target, 'labelSizeKiB');
  }
  if (label !== undefined && label >= target.sizeKiB) {
    throw contradiction('label size must be smaller than NVDIMM size', target, 'labelSizeKiB');
  }
  if (target.node !== undefined && cells === 0) {
    throw detail("can't add memory backend as guest has no NUMA nodes configured");
  }
}
