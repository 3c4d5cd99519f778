/** A word that is none of those that there are, in most places. */
export const unsupported = { code: 'CONFIG_UNSUPPORTED', domain: 'DOMAIN' } as const;

/** What the oldest parts of the format report for what is missing. */
export const internal = { code: 'INTERNAL_ERROR', domain: 'DOMAIN' } as const;

/** What is reported of the domain's document as a whole. */
export const wrong = { domain: 'DOMAIN' } as const;
