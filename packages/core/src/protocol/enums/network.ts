/** Which networks to list: of each pair, those that match one bit (`virConnectListAllNetworksFlags`). */
export const ConnectListAllNetworksFlags = {
  inactive: 1,
  active: 2,
  persistent: 4,
  transient: 8,
  autostart: 16,
  noAutostart: 32,
} as const;

/** Versions of IP addresses (`virIPAddrType`). */
export const IPAddrType = { ipv4: 0, ipv6: 1 } as const;
export type IPAddrType = (typeof IPAddrType)[keyof typeof IPAddrType];

/** How a network starts (`virNetworkCreateFlags`). */
export const NetworkCreateFlags = { validate: 1 } as const;

/** How a network is defined (`virNetworkDefineFlags`). */
export const NetworkDefineFlags = { validate: 1 } as const;

/** Events of networks (`virNetworkEventID`). */
export const NetworkEventID = { lifecycle: 0, metadataChange: 1 } as const;
export type NetworkEventID = (typeof NetworkEventID)[keyof typeof NetworkEventID];

/** What happened in a network's life (`virNetworkEventLifecycleType`). */
export const NetworkEventLifecycleType = { defined: 0, undefined: 1, started: 2, stopped: 3 } as const;
export type NetworkEventLifecycleType = (typeof NetworkEventLifecycleType)[keyof typeof NetworkEventLifecycleType];

/** Parts of a network's metadata (`virNetworkMetadataType`). */
export const NetworkMetadataType = { description: 0, title: 1, element: 2 } as const;
export type NetworkMetadataType = (typeof NetworkMetadataType)[keyof typeof NetworkMetadataType];

/** How a network port is made (`virNetworkPortCreateFlags`). */
export const NetworkPortCreateFlags = { reclaim: 1, validate: 2 } as const;

/** What to do with a part of a network (`virNetworkUpdateCommand`). */
export const NetworkUpdateCommand = { none: 0, modify: 1, delete: 2, addLast: 3, addFirst: 4 } as const;
export type NetworkUpdateCommand = (typeof NetworkUpdateCommand)[keyof typeof NetworkUpdateCommand];

/** Which definition a network change is for (`virNetworkUpdateFlags`). */
export const NetworkUpdateFlags = { current: 0, live: 1, config: 2 } as const;

/** Parts of a network (`virNetworkUpdateSection`). */
export const NetworkUpdateSection = {
  none: 0,
  bridge: 1,
  domain: 2,
  ip: 3,
  ipDhcpHost: 4,
  ipDhcpRange: 5,
  forward: 6,
  forwardInterface: 7,
  forwardPf: 8,
  portgroup: 9,
  dnsHost: 10,
  dnsTxt: 11,
  dnsSrv: 12,
} as const;
export type NetworkUpdateSection = (typeof NetworkUpdateSection)[keyof typeof NetworkUpdateSection];

/** What network XML shows (`virNetworkXMLFlags`). */
export const NetworkXMLFlags = { inactive: 1 } as const;
