/** Bytes of a typed parameter's name, with its NUL (`VIR_TYPED_PARAM_FIELD_LENGTH`). */
export const typedParamFieldLength = 80;

/** Bytes of a UUID (`VIR_UUID_BUFLEN`). */
export const uuidBuflen = 16;

/** Bytes of a UUID's text, with its NUL (`VIR_UUID_STRING_BUFLEN`). */
export const uuidStringBuflen = 37;

/** Bytes of the name of a host CPU measurement, with its NUL (`VIR_NODE_CPU_STATS_FIELD_LENGTH`). */
export const nodeCpuStatsFieldLength = 80;

/** Bytes of the name of a host memory measurement, with its NUL (`VIR_NODE_MEMORY_STATS_FIELD_LENGTH`). */
export const nodeMemoryStatsFieldLength = 80;

/** Bytes of a security domain of interpretation, with its NUL (`VIR_SECURITY_DOI_BUFLEN`). */
export const securityDoiBuflen = 257;

/** Bytes of a security model's name, with its NUL (`VIR_SECURITY_MODEL_BUFLEN`). */
export const securityModelBuflen = 257;

/** Bytes of a security label, with its NUL (`VIR_SECURITY_LABEL_BUFLEN`). */
export const securityLabelBuflen = 4097;

/** Another name for the key code set `qnum`, the one that VNC's extended key events use (`VIR_KEYCODE_SET_RFB`). */
export const keycodeSetRfb = 9;

/** Keys that can be pressed together (`VIR_DOMAIN_SEND_KEY_MAX_KEYS`). */
export const domainSendKeyMaxKeys = 16;

/** Bytes of the name of a disk I/O parameter, with its NUL (`VIR_DOMAIN_BLKIO_FIELD_LENGTH`). */
export const domainBlkioFieldLength = 80;

/** Bytes of the name of a disk measurement, with its NUL (`VIR_DOMAIN_BLOCK_STATS_FIELD_LENGTH`). */
export const domainBlockStatsFieldLength = 80;

/** Bytes of the name of a memory parameter, with its NUL (`VIR_DOMAIN_MEMORY_FIELD_LENGTH`). */
export const domainMemoryFieldLength = 80;

/** Bytes of the name of a scheduler parameter, with its NUL (`VIR_DOMAIN_SCHED_FIELD_LENGTH`). */
export const domainSchedFieldLength = 80;

/** The memory limit that means none, in KiB (`VIR_DOMAIN_MEMORY_PARAM_UNLIMITED`). */
export const domainMemoryParamUnlimited = 9_007_199_254_740_991n;
