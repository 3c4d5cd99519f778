import { createHash } from 'node:crypto';
import { documents, examplesOf, type Fence, fencesOf, read, sources } from './documents.js';

/** A module in a document or a doc comment that tests check, compile and run. */
export interface Example extends Fence {
  readonly where: string;
  /** A name for its file. */
  readonly name: string;
}

/** Every example: fences of TypeScript, but for those that name the file of a larger whole that they belong to. */
export async function allExamples(): Promise<readonly Example[]> {
  const examples: Example[] = [];
  // One after the other: there are more sources than some systems let a process open files.
  for (const file of await documents()) examples.push(...named(file, fencesOf(await read(file))));
  for (const file of await sources()) examples.push(...named(file, examplesOf(await read(file))));
  return examples;
}

function named(file: string, fences: readonly Fence[]): Example[] {
  return fences
    .filter(fence => fence.language === 'ts' && fence.file === undefined)
    .map(fence => {
      const digest = createHash('sha256').update(`${file}\n${fence.text}`).digest('hex').slice(0, 12);
      return { ...fence, where: `${file}:${fence.line}`, name: `example-${digest}` };
    });
}

/** What documents write for the daemon's socket. */
const socketPlaceholder = '/path/of/run/libvirt-sock';

/** Where an example finds what its reader would have: the system's daemon, with a few objects. */
export interface Surroundings {
  readonly socket: string;
  readonly adminSocket: string;
  /** A file that describes the mock host which stands for the reader's hypervisor. */
  readonly host: string;
}

/** The example as it is run: the mock host stands for the hypervisor of the system. */
export function inSurroundings(text: string, { socket, adminSocket, host }: Surroundings): string {
  return text
    .replaceAll(socketPlaceholder, socket)
    .replaceAll(/'qemu\+unix:\/\/\/system'/g, `'test+unix://${host}?socket=${socket}&complete=1'`)
    .replaceAll(/'libvirtd:\/\/\/system'/g, `'libvirtd:///system?socket=${adminSocket}'`);
}

/** Whether an example waits for events until it is ended. */
export function isEndless(text: string): boolean {
  return text.includes('for await') && !/\bbreak;|\breturn;/.test(text) && text.includes(socketPlaceholder);
}

/** What an example says that it prints: the comments behind its calls of `console.log`. */
export function printed(text: string): string[] {
  return Array.from(text.matchAll(/^\s*console\.log\(.*\); \/\/ (.+)$/gm), match => match[1] ?? '');
}

/** Whether an example prints anything, or only defines what others call. */
export function prints(text: string): boolean {
  return text.includes('console.log(');
}
