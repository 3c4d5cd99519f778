import { authType } from '../host-shapes.js';
import { authSaslDataMax, authTypeListMax } from '../limits.js';
import { procedures } from '../procedure.js';
import { charBytes, text } from '../text.js';
import { array, int } from '../xdr.js';

/** Authentication, before a connection may be opened. */
export const auth = procedures({
  /** The ways to authenticate that the server takes; the first call on every connection. */
  authList: { number: 66, priority: 'high', beforeAuth: true, ret: { types: array(authType, authTypeListMax) } },

  /** Starts SASL. `mechlist` names the mechanisms, joined by commas. */
  authSASLInit: { number: 67, priority: 'high', beforeAuth: true, ret: { mechlist: text } },

  /**
   * First step of a SASL exchange with the mechanism `mech`. `nil` 1 means no data at all, which differs from none of
   * it.
   */
  authSASLStart: {
    number: 68,
    priority: 'high',
    beforeAuth: true,
    args: { mech: text, nil: int, data: charBytes(authSaslDataMax) },
    ret: { complete: int, nil: int, data: charBytes(authSaslDataMax) },
  },

  /** Next step of a SASL exchange. `complete` 1 ends it. */
  authSASLStep: {
    number: 69,
    priority: 'high',
    beforeAuth: true,
    args: { nil: int, data: charBytes(authSaslDataMax) },
    ret: { complete: int, nil: int, data: charBytes(authSaslDataMax) },
  },

  /** Asks polkit about the peer of the socket. `complete` is 1. */
  authPolkit: { number: 70, priority: 'high', beforeAuth: true, ret: { complete: int } },
});
