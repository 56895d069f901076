import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from '../../../scripts/errors.js';
import { readEnvironment } from '../../../scripts/flags/environment.js';
import {
  type Apt,
  hasPackages,
  openApt,
  type PackageSet,
  packageDirectory,
  packageHint,
  unpackPackages,
} from '../../../scripts/runners/debian-packages.js';
import { isDebian } from '../../../scripts/runners/isolated-apt.js';
import { skip } from '../../support/skip.js';

describe('scripts/runners/debian-packages', () => {
  let cacheDirectory: string;
  beforeEach(async () => {
    cacheDirectory = await mkdtemp(join(tmpdir(), 'plugkit-packages-'));
  });
  afterEach(() => rm(cacheDirectory, { recursive: true }));

  const set: PackageSet = { name: 'some', architecture: 'amd64', packages: ['one', 'two'] };
  const installed = { file: process.execPath, root: '/installed', packages: ['one-cross'] };

  async function pretendUnpacked(...requested: string[]): Promise<void> {
    const directory = packageDirectory(cacheDirectory, set);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'packages.json'), JSON.stringify({ requested }));
  }

  it('hasPackages() wants exactly the packages of the set', async () => {
    assert.equal(hasPackages(cacheDirectory, set), false);
    await pretendUnpacked('one');
    assert.equal(hasPackages(cacheDirectory, set), false);
    await pretendUnpacked('one', 'two');
    assert.equal(hasPackages(cacheDirectory, set), true);
  });

  it('packageDirectory() is the root of installed packages where this is not Debian', () => {
    const unpacked = packageDirectory(cacheDirectory, set, false);
    const there = { ...set, installed };
    assert.equal(packageDirectory(cacheDirectory, there, false), '/installed');
    assert.equal(hasPackages(cacheDirectory, there, false), true);
    assert.equal(packageDirectory(cacheDirectory, there, true), unpacked);
    assert.equal(hasPackages(cacheDirectory, there, true), false);
    const absent = { ...set, installed: { ...installed, file: '/no/such/file' } };
    assert.equal(packageDirectory(cacheDirectory, absent, false), unpacked);
    assert.equal(hasPackages(cacheDirectory, absent, false), false);
  });

  it('isDebian() knows Debian from those made of it', () => {
    assert.equal(isDebian('PRETTY_NAME="Debian"\nID=debian\n'), true);
    assert.equal(isDebian('ID=ubuntu\nID_LIKE=debian\n'), false);
    assert.equal(isDebian(''), false);
  });

  it('packageHint() names the packages of another system where it has them all', () => {
    assert.match(packageHint([{ ...set, installed }]), /^sudo apt-get install one-cross \(Ubuntu/);
    assert.match(
      packageHint([{ ...set, installed }, set]),
      /^run plugkit in a container of Debian/,
    );
  });

  it('unpackPackages() fetches, checks and unpacks beside the system', async function () {
    const environment = readEnvironment(process.env, { cacheDirectory, quiet: true });
    const musl: PackageSet = { name: 'musl', architecture: 'arm64', packages: ['musl'] };
    let apt: Apt;
    try {
      apt = await openApt(environment);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      return skip(this, `${error.message}; it needs Debian, and the network once`);
    }
    await unpackPackages(environment, musl, apt);
    const directory = packageDirectory(cacheDirectory, musl);
    assert.ok(hasPackages(cacheDirectory, musl));
    assert.ok(existsSync(join(directory, 'lib', 'ld-musl-aarch64.so.1')));
    const record = JSON.parse(await readFile(join(directory, 'packages.json'), 'utf8'));
    assert.equal(record.fetched.length, 1);
    assert.match(record.fetched[0].file, /^musl_.*_arm64\.deb$/);
    assert.match(record.fetched[0].hash, /^SHA256:[0-9a-f]{64}$/);

    const unknown: PackageSet = { ...musl, name: 'unknown', packages: ['no-such-package'] };
    await assert.rejects(unpackPackages(environment, unknown, apt), {
      code: 'TOOL_FAILED',
      message: /^Cannot fetch Debian packages: .*no-such-package/,
    });
    assert.equal(hasPackages(cacheDirectory, unknown), false);
  });
});
