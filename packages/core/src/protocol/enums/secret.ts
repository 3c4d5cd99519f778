/** Which secrets to list: of each pair, those that match one bit (`virConnectListAllSecretsFlags`). */
export const ConnectListAllSecretsFlags = { ephemeral: 1, noEphemeral: 2, private: 4, noPrivate: 8 } as const;

/** How a secret is defined (`virSecretDefineFlags`). */
export const SecretDefineFlags = { validate: 1 } as const;

/** Events of secrets (`virSecretEventID`). */
export const SecretEventID = { lifecycle: 0, valueChanged: 1 } as const;
export type SecretEventID = (typeof SecretEventID)[keyof typeof SecretEventID];

/** What happened in a secret's life (`virSecretEventLifecycleType`). */
export const SecretEventLifecycleType = { defined: 0, undefined: 1 } as const;
export type SecretEventLifecycleType = (typeof SecretEventLifecycleType)[keyof typeof SecretEventLifecycleType];

/** What a secret is for (`virSecretUsageType`). */
export const SecretUsageType = { none: 0, volume: 1, ceph: 2, iscsi: 3, tls: 4, vtpm: 5 } as const;
export type SecretUsageType = (typeof SecretUsageType)[keyof typeof SecretUsageType];
