import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TARGETS, type Target } from '../../../loader/target.js';
import { hashInputs } from '../../../scripts/compile/stamp.js';
import { PLATFORMS, platformSettings } from '../../../scripts/platforms/index.js';

describe('hashInputs()', () => {
  let directory: string;
  const file = (name: string) => join(directory, name);
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'plugkit-stamp-'));
    await mkdir(file('sub'));
    await writeFile(file('a.c'), 'one');
    await writeFile(file('sub/b.h'), 'two');
  });
  afterEach(() => rm(directory, { recursive: true }));

  const hash = (settings: unknown = ['-O2']) => hashInputs({ paths: [directory], settings });

  const changes: Record<string, () => Promise<void>> = {
    'the content of a file': () => writeFile(file('sub/b.h'), 'two '),
    'the name of a file': () => rename(file('a.c'), file('c.c')),
    'the folder of a file': () => rename(file('a.c'), file('sub/a.c')),
    'a file more': () => writeFile(file('empty'), ''),
    'where one file ends and the next begins': async () => {
      await writeFile(file('a.c'), 'onetw');
      await writeFile(file('sub/b.h'), 'o');
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`depends on ${what}`, async () => {
      const before = await hash();
      assert.equal(await hash(), before);
      await change();
      assert.notEqual(await hash(), before);
    });
  }

  it('depends on every setting', async () => {
    const all = [['-O2'], ['-O3'], ['-O2', ''], { flags: ['-O2'] }];
    const hashes = await Promise.all(all.map((settings) => hash(settings)));
    assert.equal(new Set(hashes).size, all.length);
  });

  it("depends on a plug-in's files, not on what else lies there", async () => {
    const hashPlugin = () => hashInputs({ paths: [], plugin: directory, settings: [] });
    const hashes = [await hashPlugin()];
    await mkdir(file('.git'));
    await writeFile(file('.git/index'), '');
    assert.equal(await hashPlugin(), hashes[0]);
    for (const change of Object.values(changes)) {
      await change();
      hashes.push(await hashPlugin());
      await rm(directory, { recursive: true });
      await mkdir(file('sub'), { recursive: true });
      await writeFile(file('a.c'), 'one');
      await writeFile(file('sub/b.h'), 'two');
    }
    assert.equal(new Set(hashes).size, hashes.length);
  });

  it('refuses a function, which it cannot see into', async () => {
    await assert.rejects(hash({ triple: () => 'x86_64-linux' }), /function "triple"/);
  });
});

describe('platformSettings()', () => {
  for (const target of TARGETS) {
    it(`holds all that is decided about ${target.id}`, async () => {
      const platform = PLATFORMS[target.platform];
      const settings = platformSettings(target);
      await hashInputs({ paths: [], settings });
      assert.deepEqual(
        Object.keys(platform).filter((key) => !(key in settings)),
        [],
      );
      assert.equal(settings.triple, platform.triple(target));
    });
  }

  it('follows a change of the glibc floor', () => {
    const target = TARGETS.find(({ id }) => id === 'linux-x64') as Target;
    const { triple } = PLATFORMS.linux;
    const before = JSON.stringify(platformSettings(target));
    PLATFORMS.linux.triple = (of) => triple(of).replace('2.28', '2.31');
    try {
      assert.notEqual(JSON.stringify(platformSettings(target)), before);
    } finally {
      PLATFORMS.linux.triple = triple;
    }
  });
});
