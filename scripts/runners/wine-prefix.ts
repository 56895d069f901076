// The files that wine keeps a Windows in, with no more than Node needs; made anew for every cell, by
// writing them: nothing is booted, and cells share nothing.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

type Values = Readonly<Record<string, string | number>>;

const text = (value: string): string =>
  `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** A registry file as wine stores it; names of keys are separated by `\`. */
function registryFile(keys: Readonly<Record<string, Values>>): string {
  const sections = Object.entries(keys).map(([key, values]) => {
    const lines = Object.entries(values).map(
      ([name, value]) =>
        `${text(name)}=${typeof value === 'string' ? text(value) : `dword:${value.toString(16).padStart(8, '0')}`}`,
    );
    return [`[${key.replaceAll('\\', '\\\\')}]`, ...lines].join('\n');
  });
  return `${['WINE REGISTRY Version 2', '#arch=win64', ...sections].join('\n\n')}\n`;
}

const CRYPTOGRAPHY = 'Software\\Microsoft\\Cryptography\\Defaults';
const RSA = 'Microsoft Strong Cryptographic Provider';

/** Where Windows finds random numbers, without which Node does not start. */
const MACHINE = {
  [`${CRYPTOGRAPHY}\\Provider\\${RSA}`]: {
    'Image Path': 'C:\\windows\\system32\\rsaenh.dll',
    Type: 1,
  },
  [`${CRYPTOGRAPHY}\\Provider Types\\Type 001`]: { Name: RSA, TypeName: 'RSA Full' },
};

const USER = {
  'Software\\Wine': { Version: 'win10' },
  'Software\\Wine\\Drivers': { Graphics: 'null' },
};

/**
 * Makes a prefix.
 * @param directory where; it does not exist yet
 * @param system the directory of wine's own DLLs, as seen in the private root
 */
export async function makePrefix(directory: string, system: string): Promise<void> {
  const windows = join(directory, 'drive_c', 'windows');
  const devices = join(directory, 'dosdevices');
  await mkdir(join(windows, 'temp'), { recursive: true });
  await mkdir(devices);
  await symlink(system, join(windows, 'system32'));
  await symlink('../drive_c', join(devices, 'c:'));
  await symlink('/', join(devices, 'z:'));
  await writeFile(join(directory, 'system.reg'), registryFile(MACHINE));
  await writeFile(join(directory, 'user.reg'), registryFile(USER));
  // Else wine compares the prefix with its installation, to boot it when that is newer.
  await writeFile(join(directory, '.update-timestamp'), 'disable\n');
}

/** A path of this machine as a Windows program in such a prefix knows it. */
export function toWindowsPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`;
}
