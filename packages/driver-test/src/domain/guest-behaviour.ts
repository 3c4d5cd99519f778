/** How a guest takes a request: at once, after so many milliseconds on its host's clock, or as if nobody had asked. */
export type Reaction = 'agrees' | 'ignores' | { readonly afterMs: number };

/** What a mock guest does of its own when it is asked for something. */
export interface GuestBehaviour {
  /**
   * When a device is to be taken out: `agrees`; `refuses`, so that the call fails and `domainDeviceRemovalFailed` is sent;
   * `ignores`, so that the call succeeds and the device stays; `{ afterMs }`, so that the call succeeds, and the device goes
   * and `domainDeviceRemoved` is sent that much later.
   */
  readonly unplug: Reaction | 'refuses';
  /** When it is to power off or to reboot: the call succeeds in any case. */
  readonly shutdown: Reaction;
  /** Whether the guest agent answers; calls that need it fail otherwise. */
  readonly agent: 'answers' | 'absent';
  /**
   * Commands that the agent understands besides the usual ones, or instead of them, by name: `guest-exec`. Each is given the
   * command's arguments, and gives what `qemuAgentCommand` returns; what it throws is the agent's error.
   */
  readonly agentCommands: Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => unknown>>;
  /** How busy each of its vCPUs is from here on, from 0 to 1; what it reads, writes, sends and receives goes with that. */
  readonly load: number;
  /**
   * What happens on its consoles and channels. `echo`: what is typed comes back; `login`: a prompt that takes any name and
   * password; a function answers each chunk, the first time the empty one.
   */
  readonly console: 'echo' | 'login' | ((typed: string) => string);
}

/** A guest that does what it is asked for. */
export const obligingGuest: GuestBehaviour = {
  unplug: 'agrees',
  shutdown: 'agrees',
  agent: 'answers',
  agentCommands: {},
  load: 0.5,
  console: 'login',
};
