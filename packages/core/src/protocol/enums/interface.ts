/** Which host interfaces to list (`virConnectListAllInterfacesFlags`). */
export const ConnectListAllInterfacesFlags = { inactive: 1, active: 2 } as const;

/** How a host interface is defined (`virInterfaceDefineFlags`). */
export const InterfaceDefineFlags = { validate: 1 } as const;

/** What host interface XML shows (`virInterfaceXMLFlags`). */
export const InterfaceXMLFlags = { inactive: 1 } as const;
