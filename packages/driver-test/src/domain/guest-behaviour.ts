/** What a mock guest does of its own when it is asked for something. */
export interface GuestBehaviour {
  /**
   * When a device is to be taken out: `agrees`; `refuses`, so that the call fails and `domainDeviceRemovalFailed` is sent;
   * `ignores`, so that the call succeeds and the device stays.
   */
  readonly unplug: 'agrees' | 'refuses' | 'ignores';
  /** Whether the guest agent answers; calls that need it fail otherwise. */
  readonly agent: 'answers' | 'absent';
  /**
   * What happens on its consoles and channels. `echo`: what is typed comes back; `login`: a prompt that takes any name and
   * password; a function answers each chunk, the first time the empty one.
   */
  readonly console: 'echo' | 'login' | ((typed: string) => string);
}

/** A guest that does what it is asked for. */
export const obligingGuest: GuestBehaviour = { unplug: 'agrees', agent: 'answers', console: 'login' };
