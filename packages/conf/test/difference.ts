/** The first three lines in which a document differs from the one wanted; undefined when there are none. */
export function difference(wanted: string, written: string): string | undefined {
  if (written === wanted) return undefined;
  const lines = written.split('\n');
  const wantedLines = wanted.split('\n');
  const at = wantedLines.findIndex((line, i) => line !== lines[i]);
  return `line ${at + 1}\n- ${wantedLines.slice(at, at + 3).join('\n- ')}\n+ ${lines.slice(at, at + 3).join('\n+ ')}`;
}
