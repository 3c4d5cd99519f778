/** What libvirt reports for nearly all that a node device's document lacks or has wrong. */
export const internal = { code: 'INTERNAL_ERROR', domain: 'NODEDEV' } as const;

/** What it reports in the capabilities that came later. */
export const unsupported = { code: 'CONFIG_UNSUPPORTED', domain: 'NODEDEV' } as const;

/** What it reports where words are a fixed set. */
export const nodedev = { domain: 'NODEDEV' } as const;
