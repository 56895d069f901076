import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { readEnvironment } from '../../../scripts/flags/environment.js';
import { findTool, findTools } from '../../../scripts/toolchain/find.js';
import { wheelProgram } from '../../../scripts/toolchain/wheels.js';
import { skip } from '../../support/skip.js';

describe('toolchain', () => {
  let directory: string;
  before(function () {
    if (process.platform === 'win32') skip(this, 'the stand-in tools are shell scripts');
  });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'plugkit-tools-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** A stand-in for a tool, as a shell script in its own directory; returns that. */
  function standIn(place: string, name: string, script: string): string {
    const folder = join(directory, place);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
    return folder;
  }

  /** An environment that sees nothing of this machine but /bin, where the shell's commands are. */
  function environment(path: string[] = [], tools: Record<string, string> = {}) {
    return readEnvironment(
      { PLUGKIT_CACHE_DIR: join(directory, 'cache'), PATH: path.join(delimiter) },
      { tools, quiet: true },
    );
  }

  // Stands in for `python -m pip`: writes the program where pip would, and counts.
  const pip = (version: string) =>
    standIn(
      'python',
      'python3',
      `PATH=/usr/bin:/bin
[ "$3" = --version ] && exit 0
echo install >> '${join(directory, 'log')}'
mkdir -p "$5/bin"
printf '#!/bin/sh\\necho ${version}\\n' > "$5/bin/ninja"
chmod 755 "$5/bin/ninja"`,
    );

  describe('findTool()', () => {
    it('takes the tool that the environment names', async () => {
      const folder = standIn('mine', 'my-ninja', 'echo 1.12.1');
      const named = environment([standIn('path', 'ninja', 'echo 1.13.0')], {
        ninja: join(folder, 'my-ninja'),
      });
      assert.deepEqual(await findTool('ninja', named), {
        path: join(folder, 'my-ninja'),
        version: '1.12.1',
      });
    });

    it('refuses a named tool of a wrong version with TOOL_VERSION, never replacing it', async () => {
      const zig = join(standIn('old', 'zig', 'echo 0.11.0'), 'zig');
      await assert.rejects(findTool('zig', environment([], { zig })), {
        code: 'TOOL_VERSION',
        message: `Cannot use ${zig}: version is 0.11.0, expected ~0.17.1`,
        hint: /Unset ZIG/,
      });
    });

    it('refuses a named tool that is not there with TOOL_MISSING', async () => {
      const zig = join(directory, 'nowhere');
      await assert.rejects(findTool('zig', environment([], { zig })), { code: 'TOOL_MISSING' });
    });

    it('passes over tools on PATH that are too old or do not run', async () => {
      const path = [
        standIn('old', 'cmake', 'echo cmake version 3.10.0'),
        standIn('broken', 'cmake', 'exit 1'),
        standIn('good', 'cmake', 'echo cmake version 3.28.1'),
      ];
      const found = await findTool('cmake', environment(path));
      assert.deepEqual(found, { path: join(directory, 'good', 'cmake'), version: '3.28.1' });
    });

    it('finds nothing where nothing is', async () => {
      assert.equal(await findTool('cmake', environment()), undefined);
    });
  });

  describe('findTools()', () => {
    it('installs what is missing into the cache directory, once', async () => {
      const where = environment([pip('1.13.2')]);
      const program = await wheelProgram('ninja', where);
      for (const _time of [1, 2]) {
        const { ninja } = await findTools(['ninja'], where);
        assert.deepEqual(ninja, { path: program, version: '1.13.2' });
      }
      assert.equal(readFileSync(join(directory, 'log'), 'utf8'), 'install\n');
      assert.equal(readdirSync(join(where.cacheDirectory, 'tools')).length, 1);
    });

    it('installs again what is not as it was installed', async () => {
      const cached = environment([pip('1.13.0')]);
      const { ninja } = await findTools(['ninja'], cached);
      for (const text of ['#!/bin/sh\necho 1.13.9\n', '']) {
        writeFileSync(ninja.path, text);
        assert.equal(await findTool('ninja', cached), undefined);
        assert.deepEqual((await findTools(['ninja'], cached)).ninja, ninja);
      }
      assert.equal(readFileSync(join(directory, 'log'), 'utf8'), 'install\n'.repeat(3));
    });

    it('names Python and pip, and how to get them, when there is none', async () => {
      await assert.rejects(findTools(['ninja'], environment()), {
        code: 'TOOL_MISSING',
        message: /PATH has neither python3 nor python$/,
        hint: /apt-get install python3-pip/,
      });
    });

    it('passes over a python3 that does not run pip', async () => {
      const shim = standIn('shim', 'python3', 'exit 127');
      await assert.rejects(findTools(['ninja'], environment([shim])), {
        code: 'TOOL_MISSING',
        message: /shim\/python3 does not run pip$/,
      });
      await findTools(['ninja'], environment([shim, pip('1.13.2')]));
    });

    it('says what pip said, and leaves nothing half installed', async () => {
      const failing = standIn(
        'failing',
        'python3',
        '[ "$3" = --version ] && exit 0\necho "No matching distribution" >&2\nexit 1',
      );
      const where = environment([failing]);
      await assert.rejects(findTools(['ninja'], where), {
        code: 'TOOL_FAILED',
        message: 'Cannot install ninja with pip: No matching distribution',
        hint: /NINJA/,
      });
      assert.deepEqual(readdirSync(join(where.cacheDirectory, 'tools')), []);
    });
  });
});
