/** What a shell hears of how a command ended. */
export const exitStatus = {
  fine: 0,
  /** It did not work, or a check says no. */
  failed: 1,
  /** The command line asks for what there is not. */
  usage: 2,
  /** A check found that something would be done. */
  differs: 3,
  /** ^C before it was done: 128 and the signal's number. */
  interrupted: 130,
} as const;
