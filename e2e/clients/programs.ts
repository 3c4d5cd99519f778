import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { run } from '../process.js';

const there = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Whether python-libvirt, Sys::Virt and virt-install are on this machine. */
export const hasPython = await there('/usr/lib/python3/dist-packages/libvirt.py');
export const hasPerl = await there('/usr/share/doc/libsys-virt-perl/copyright');
export const hasVirtinst = await there('/usr/bin/virt-install');

/** The path of a script of this folder. */
export const script = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Runs a Python script of this folder. @returns what it printed */
export async function python(name: string, ...args: readonly string[]): Promise<string> {
  // Compiled modules would be left in the folder.
  const env = { PYTHONDONTWRITEBYTECODE: '1' };
  return (await run('/usr/bin/python3', [script(`${name}.py`), ...args], { env })).stdout;
}

/** Runs a script that prints its facts as one JSON object. @returns the facts, one a line, as they are recorded in `found` */
export async function facts(name: string, ...args: readonly string[]): Promise<string> {
  const found: unknown = JSON.parse(await python(name, ...args));
  if (typeof found !== 'object' || found === null) throw new Error(`${name}.py printed no object`);
  return Object.entries(found)
    .map(([fact, value]) => `${fact}: ${JSON.stringify(value)}\n`)
    .join('');
}
