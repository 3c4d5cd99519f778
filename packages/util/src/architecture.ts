const little = 'little';
const big = 'big';

/** The guest and host architectures of the API, with what code asks about them. */
export const architectures = {
  alpha: { wordSize: 64, endian: big },
  armv6l: { wordSize: 32, endian: little },
  armv7l: { wordSize: 32, endian: little },
  armv7b: { wordSize: 32, endian: big },
  aarch64: { wordSize: 64, endian: little },
  cris: { wordSize: 32, endian: little },
  i686: { wordSize: 32, endian: little },
  ia64: { wordSize: 64, endian: little },
  lm32: { wordSize: 32, endian: big },
  loongarch64: { wordSize: 64, endian: little },
  m68k: { wordSize: 32, endian: big },
  microblaze: { wordSize: 32, endian: big },
  microblazeel: { wordSize: 32, endian: little },
  mips: { wordSize: 32, endian: big },
  mipsel: { wordSize: 32, endian: little },
  mips64: { wordSize: 64, endian: big },
  mips64el: { wordSize: 64, endian: little },
  openrisc: { wordSize: 32, endian: big },
  parisc: { wordSize: 32, endian: big },
  parisc64: { wordSize: 64, endian: big },
  ppc: { wordSize: 32, endian: big },
  ppcle: { wordSize: 32, endian: little },
  ppc64: { wordSize: 64, endian: big },
  ppc64le: { wordSize: 64, endian: little },
  ppcemb: { wordSize: 32, endian: big },
  riscv32: { wordSize: 32, endian: little },
  riscv64: { wordSize: 64, endian: little },
  s390: { wordSize: 32, endian: big },
  s390x: { wordSize: 64, endian: big },
  sh4: { wordSize: 32, endian: little },
  // The real daemon reports 64 here, and capabilities show it.
  sh4eb: { wordSize: 64, endian: big },
  sparc: { wordSize: 32, endian: big },
  sparc64: { wordSize: 64, endian: big },
  unicore32: { wordSize: 32, endian: little },
  x86_64: { wordSize: 64, endian: little },
  xtensa: { wordSize: 32, endian: little },
  xtensaeb: { wordSize: 32, endian: big },
} as const satisfies Record<string, { wordSize: 32 | 64; endian: 'little' | 'big' }>;

/** The name of an architecture as documents spell it. */
export type Architecture = keyof typeof architectures;

/** Whether a text names an architecture. */
export function isArchitecture(text: string): text is Architecture {
  return Object.hasOwn(architectures, text);
}

const kernelNames = new Map<string, Architecture>([
  ['i386', 'i686'],
  ['i486', 'i686'],
  ['i586', 'i686'],
  ['amd64', 'x86_64'],
  ['x64', 'x86_64'],
  ['ia32', 'i686'],
  ['arm64', 'aarch64'],
  ['arm', 'armv7l'],
]);

/** The architecture that a kernel (`uname -m`) or a JavaScript runtime calls by this name, or undefined. */
export function architectureFromHost(name: string): Architecture | undefined {
  return isArchitecture(name) ? name : kernelNames.get(name);
}
