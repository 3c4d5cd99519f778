import { readFileText } from '@tsvirt/util/host';

/** Families of distributions, by what installs packages there. */
const installers = {
  debian: 'sudo apt install',
  fedora: 'sudo dnf install',
  suse: 'sudo zypper install',
  arch: 'sudo pacman -S',
} as const;
type Family = keyof typeof installers;

/** A package's name; where it differs between families, by family, `debian` for those that are not named. */
export type PackageName = string | ({ readonly debian: string } & { readonly [F in Family]?: string });

/** The command that installs a package on this host: on a distribution that is not known, what to look for. */
export async function installCommand(name: PackageName): Promise<string> {
  return installCommandOf(name, (await readFileText('/etc/os-release', { maxBytes: 65_536 })) ?? '');
}

/** The same by the text of `/etc/os-release` (os-release(5)). */
export function installCommandOf(name: PackageName, osRelease: string): string {
  const ids = [...osRelease.matchAll(/^ID(?:_LIKE)?=["']?([^"'\n]*)/gm)].flatMap(([, words = '']) => words.split(' '));
  const family = ids.map(familyOf).find(one => one !== undefined);
  const inFamily = typeof name === 'string' ? name : ((family && name[family]) ?? name.debian);
  return family === undefined ? `install the package ${inFamily}` : `${installers[family]} ${inFamily}`;
}

function familyOf(id: string): Family | undefined {
  switch (id) {
    case 'debian':
    case 'ubuntu':
      return 'debian';
    case 'fedora':
    case 'rhel':
    case 'centos':
      return 'fedora';
    case 'suse':
    case 'opensuse':
      return 'suse';
    case 'arch':
      return 'arch';
    default:
      return undefined;
  }
}
