/** Exit statuses, with libvirtd's numbers. */
export const exitCodes = {
  success: 0,
  usage: 1,
  pidFile: 1,
  /** A folder cannot be made or written. */
  folders: 2,
  init: 3,
  network: 6,
  config: 7,
} as const;

/** Why the daemon did not start: one line, and the status to exit with. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
  readonly exitCode: number;

  constructor(exitCode: number, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
