import { VirtError } from '@tsvirt/util';
import type { Identity } from '../../contract/index.js';
import { type AdminProcedures, ClientInfoParam, type TypedParam } from '../../protocol/index.js';
import type { OwnHandlers } from '../served-program.js';
import type { Session } from '../session.js';
import { groupName, userName } from './account-names.js';
import { type Administration, clientOf, clientReference, serverNamed } from './administration.js';
import { booleanParam, intParam, refuseFlags, stringParam } from './parameters.js';

/** Single clients: who they are, and their end. */
export function clientProcedures(admin: Administration) {
  return {
    serverLookupClient({ srv, id, flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      return { clnt: clientReference(serverNamed(admin, srv.name), clientOf(admin, srv, id)) };
    },

    async clientGetInfo({ clnt, flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      return { params: await factsAbout(clientOf(admin, clnt.srv, clnt.id)) };
    },

    clientClose({ clnt, flags }, call) {
      refuseFlags(flags, call.procedure.apiName);
      const client = clientOf(admin, clnt.srv, clnt.id);
      // Who closes itself still hears that it did.
      if (client === call.session) client.closeAfterReply();
      else client.close(new VirtError('RPC', 'RPC', 'disconnected by the administrator'));
    },
  } satisfies OwnHandlers<AdminProcedures>;
}

async function factsAbout(client: Session): Promise<readonly TypedParam[]> {
  const { readOnly } = client;
  const identity: Identity = client.identity;
  const { uid, gid, pid, saslUserName, x509DistinguishedName, address } = identity;
  const facts = [booleanParam(ClientInfoParam.readonly, readOnly)];
  if (address !== undefined) facts.push(stringParam(ClientInfoParam.socketAddr, address));
  if (saslUserName !== undefined) facts.push(stringParam(ClientInfoParam.saslUserName, saslUserName));
  if (x509DistinguishedName !== undefined) {
    facts.push(stringParam(ClientInfoParam.x509DistinguishedName, x509DistinguishedName));
  }
  if (uid !== undefined) {
    facts.push(intParam(ClientInfoParam.unixUserId, uid));
    facts.push(stringParam(ClientInfoParam.unixUserName, (await userName(uid)) ?? String(uid)));
  }
  if (gid !== undefined) {
    facts.push(intParam(ClientInfoParam.unixGroupId, gid));
    facts.push(stringParam(ClientInfoParam.unixGroupName, (await groupName(gid)) ?? String(gid)));
  }
  if (pid !== undefined) facts.push(intParam(ClientInfoParam.unixProcessId, pid));
  return facts;
}
