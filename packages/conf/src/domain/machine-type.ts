/** Whether a machine type of QEMU's has the Q35 chipset, PCI Express and SATA with it: `q35`, `pc-q35-7.2`. */
export function isQ35(machine: string | undefined): boolean {
  return machine === 'q35' || (machine?.startsWith('pc-q35-') ?? false);
}
