import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Ends the DHCP servers of networks, whose pid files lie in a folder of a daemon: they outlive it as guests do. */
export async function endServers(folder: string): Promise<void> {
  const files = await readdir(folder).catch(() => []); // there is none where no network ever was
  for (const file of files.filter(name => name.endsWith('.pid'))) {
    const pid = Number(await readFile(path.join(folder, file), 'utf8'));
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''); // it has ended by itself
    if (command.includes('dnsmasq')) process.kill(pid, 'SIGKILL');
  }
}

/** Ends the guests whose pid files lie in a folder of a daemon: they outlive it, also that of a test that failed. */
export async function endGuests(folder: string): Promise<void> {
  const files = await readdir(folder).catch(() => []); // there is none where no guest ever ran
  for (const file of files.filter(name => name.endsWith('.pid'))) {
    const pid = Number(await readFile(path.join(folder, file), 'utf8'));
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''); // it has ended by itself
    if (command.includes(`guest=${file.slice(0, -'.pid'.length)},`)) process.kill(pid, 'SIGKILL');
  }
}
