/** Up to this length V8 copies a part of a text; a longer one is a reference that keeps the whole text in memory. */
const copiedLength = 12;

/** The same text with memory of its own: what lives on of a document does not keep all of it. */
export function detached(part: string): string {
  if (part.length <= copiedLength) return part;
  // Joining makes a string that is whole; adding would make one that refers to both of its parts.
  return [part.slice(0, copiedLength), part.slice(copiedLength)].join('');
}
