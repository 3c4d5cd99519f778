import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('..', import.meta.url));

/** A file of the workspace. */
export const inWorkspace = (...names: readonly string[]): string => path.join(workspace, ...names);

/** The text of a file of the workspace. */
export const read = (...names: readonly string[]): Promise<string> => readFile(inWorkspace(...names), 'utf8');

/** A fenced piece of a document, or of a doc comment. */
export interface Fence {
  readonly language: string;
  /** The file that it is said to be: the word after the language. */
  readonly file: string | undefined;
  readonly text: string;
  readonly line: number;
}

export function fencesOf(markdown: string): Fence[] {
  return Array.from(markdown.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm), match => ({
    language: match[1] ?? '',
    file: match[2],
    text: match[3] ?? '',
    line: lineAt(markdown, match.index),
  }));
}

/** The examples in the doc comments of a source file, without the comment's own stars. */
export function examplesOf(source: string): Fence[] {
  return Array.from(source.matchAll(/^[ ]*\/\*\*\n(?:[ ]*\*.*\n)*?[ ]*\*\/$/gm)).flatMap(comment => {
    const plain = comment[0].replaceAll(/^[ ]*(?:\/\*\*|\*\/|\* ?)/gm, '');
    const start = lineAt(source, comment.index) - 1;
    return fencesOf(plain).map(fence => ({ ...fence, line: start + fence.line }));
  });
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Every document that people read here. */
export async function documents(): Promise<string[]> {
  const inEach = async (folder: string) =>
    (await readdir(inWorkspace(folder))).map(name => path.join(folder, name, 'README.md'));
  const readmes = (await Promise.all(['packages', 'apps', 'examples'].map(inEach))).flat();
  const pages = (await readdir(inWorkspace('docs'))).filter(name => name.endsWith('.md'));
  return ['README.md', ...readmes, ...pages.map(name => path.join('docs', name))].filter(file =>
    existsSync(inWorkspace(file)),
  );
}

/** Every source file of the packages, where doc comments are. */
export async function sources(): Promise<string[]> {
  const packages = await readdir(inWorkspace('packages'));
  const found = await Promise.all(
    packages.map(async name => {
      const folder = path.join('packages', name, 'src');
      const files = await readdir(inWorkspace(folder), { recursive: true }).catch(() => []); // a folder without sources
      return files.filter(file => /(?<!\.test)\.ts$/.test(file)).map(file => path.join(folder, file));
    }),
  );
  return found.flat();
}
