/** A command line that asks for something that there is not; the message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
