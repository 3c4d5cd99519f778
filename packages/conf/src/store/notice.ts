/**
 * Puts the words at the head of a document's file that turn those away who think of editing it.
 * @param command how the object is edited instead: `edit web`, `net-edit default`
 */
export function withNotice(command: string, xml: string): string {
  // A comment cannot hold two hyphens in a row.
  const shown = command.replaceAll(/-(?=-)/g, '- ');
  return `<!--
WARNING: THIS IS AN AUTO-GENERATED FILE. CHANGES TO IT ARE LIKELY TO BE
OVERWRITTEN AND LOST. Changes to this xml configuration should be made using:
  virsh ${shown}
or other application using the libvirt API.
-->

${xml}`;
}
