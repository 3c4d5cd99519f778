import type { NonnullNetwork, NonnullNetworkPort } from '@tsvirt/core/protocol';
import { randomUuid } from '@tsvirt/util';
import { expect } from 'vitest';
import { make } from './object-kind.js';
import { networkKind } from './object-kinds.js';
import type { SampleIdentity } from './options.js';
import { refusal } from './refusal.js';
import type { RuleGroup } from './rule.js';
import type { Stage } from './stage.js';

const needs = ['networkPortCreateXML', 'networkPortLookupByUUID', 'networkListAllPorts', 'networkCreate'] as const;

const standard = ({ name, uuid }: SampleIdentity): string => `<networkport>
  <uuid>${uuid}</uuid>
  <owner><name>${name}</name><uuid>${uuid}</uuid></owner>
  <mac address='52:54:00:00:00:07'/>
</networkport>`;

async function activeNetwork(stage: Stage): Promise<NonnullNetwork> {
  const { object: net } = await make(stage, networkKind);
  await stage.call.networkCreate({ net });
  return net;
}

async function makePort(stage: Stage, network: NonnullNetwork): Promise<{ port: NonnullNetworkPort; xml: string }> {
  const xml = stage.sample('networkPort', await stage.identity(), standard);
  const { port } = await stage.call.networkPortCreateXML({ network, xml, flags: 0 });
  return { port, xml };
}

/** Where guests are plugged into virtual networks. */
export const networkPorts: RuleGroup = {
  subject: 'network ports',
  rules: [
    {
      name: 'a port is found by its uuid and listed, until it is deleted',
      needs: [...needs, 'networkPortDelete', 'networkPortGetXMLDesc'],
      async check(stage) {
        const { call } = stage;
        const network = await activeNetwork(stage);
        expect(await call.networkListAllPorts({ network, flags: 0 })).toEqual({ ports: [] });
        const { port } = await makePort(stage, network);
        expect(await call.networkListAllPorts({ network, flags: 0 })).toEqual({ ports: [port] });
        expect(await call.networkPortLookupByUUID({ network, uuid: port.uuid })).toEqual({ port });
        expect((await call.networkPortGetXMLDesc({ port, flags: 0 })).xml).toContain(`<uuid>${port.uuid}</uuid>`);
        await call.networkPortDelete({ port, flags: 0 });
        expect(await call.networkListAllPorts({ network, flags: 0 })).toEqual({ ports: [] });
        const gone = call.networkPortLookupByUUID({ network, uuid: port.uuid });
        await refusal(gone, 'a port that was deleted', 'NO_NETWORK_PORT');
        await refusal(call.networkPortDelete({ port, flags: 0 }), 'deleting it once more', 'NO_NETWORK_PORT');
      },
    },
    {
      name: 'a port that is there already is not made again',
      needs,
      async check(stage) {
        const { call } = stage;
        const network = await activeNetwork(stage);
        const { port, xml } = await makePort(stage, network);
        const again = call.networkPortCreateXML({ network, xml, flags: 0 });
        await refusal(again, 'a second port of one uuid', 'NETWORK_PORT_EXIST', 'OPERATION_FAILED');
        expect(await call.networkListAllPorts({ network, flags: 0 })).toEqual({ ports: [port] });
      },
    },
    {
      name: 'an inactive network has no ports',
      needs,
      async check(stage) {
        const { object: network } = await make(stage, networkKind);
        const xml = stage.sample('networkPort', await stage.identity(), standard);
        const call = stage.call.networkPortCreateXML({ network, xml, flags: 0 });
        await refusal(call, 'a port of an inactive network', 'OPERATION_INVALID');
      },
    },
    {
      name: 'ports end with the run of their network',
      needs: [...needs, 'networkDestroy'],
      async check(stage) {
        const { call } = stage;
        const net = await activeNetwork(stage);
        const { port } = await makePort(stage, net);
        await call.networkDestroy({ net });
        await call.networkCreate({ net });
        expect(await call.networkListAllPorts({ network: net, flags: 0 })).toEqual({ ports: [] });
        const lookup = call.networkPortLookupByUUID({ network: net, uuid: port.uuid });
        await refusal(lookup, 'a port of an earlier run', 'NO_NETWORK_PORT');
      },
    },
    {
      name: 'ports of one network are unknown to another, and one that there is not to all',
      needs,
      async check(stage) {
        const { call } = stage;
        const { port } = await makePort(stage, await activeNetwork(stage));
        const { object: network } = await make(stage, {
          ...networkKind,
          define: {
            procedure: 'networkDefineXML',
            run: async (_, xml) => (await call.networkDefineXML({ xml: xml.replaceAll('10.9.8.', '10.9.7.') })).net,
          },
        });
        await call.networkCreate({ net: network });
        for (const uuid of [port.uuid, randomUuid()]) {
          const lookup = call.networkPortLookupByUUID({ network, uuid });
          await refusal(lookup, "a port that is not this network's", 'NO_NETWORK_PORT');
        }
      },
    },
    {
      name: 'a document that is not well-formed makes no port',
      needs,
      async check(stage) {
        const network = await activeNetwork(stage);
        for (const xml of ['', '<networkport>', '<networkport><uuid>x</networkport>']) {
          const call = stage.call.networkPortCreateXML({ network, xml, flags: 0 });
          await refusal(call, `a port from '${xml}'`, 'XML_DETAIL', 'XML_ERROR');
        }
      },
    },
  ],
};
