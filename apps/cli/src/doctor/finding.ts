import type { JsonData } from '../output/json-text.js';

/** How something stands: it works; it is not there, which some things cannot do without; it is there and broken. */
export type Verdict = 'works' | 'missing' | 'broken';

/** What a check found. */
export interface Finding {
  /** What was looked at: `KVM`, `/run/tsvirt/libvirt-sock`. */
  readonly subject: string;
  readonly verdict: Verdict;
  /** What is the case, and what follows from it. */
  readonly text: string;
  /** A command that mends it, or whom to ask. */
  readonly fix?: string | undefined;
  /** More for `--json`. */
  readonly facts?: { readonly [key: string]: JsonData };
}

/** What checks may use. */
export interface CheckContext {
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly driverPaths: readonly string[];
}

/** One thing that is looked at. It changes nothing. */
export interface Check {
  readonly name: string;
  /** What its findings stand under. */
  readonly group: string;
  run(context: CheckContext): Promise<readonly Finding[]>;
}
