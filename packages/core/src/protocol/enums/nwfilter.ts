/** How a filter binding is made (`virNWFilterBindingCreateFlags`). */
export const NWFilterBindingCreateFlags = { validate: 1 } as const;

/** How a network filter is defined (`virNWFilterDefineFlags`). */
export const NWFilterDefineFlags = { validate: 1 } as const;
