// Why the system does not open a plug-in, or does not find what it needs: each cause is provoked, named, and
// has its own remedy, which is tried where a test can.

import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TARGETS, type Target } from '../../loader/target.js';
import { buildPrebuilds, prebuildFiles } from '../../scripts/compile/prebuilds.js';
import { readEnvironment } from '../../scripts/flags/environment.js';
import { projectPath } from '../../scripts/project/paths.js';
import { compile, includeDirectory } from '../support/compile.js';
import { skip } from '../support/skip.js';
import { assertNotOpened, library, load, NOBODY, RUN_PATH, scratch, usePlace } from './hints.js';
import { here, type OddPlugin, oddPlugin } from './odd-plugins.js';
import { load as loadPaths, type Printed } from './outcomes.js';

const musl = TARGETS.find(({ libc, arch }) => libc === 'musl' && arch === here.arch) as Target;

describe('hints of a refusal', () => {
  usePlace();

  describe('for a library that a plug-in needs', () => {
    it('beside it: the run path', async () => {
      const directory = scratch('beside');
      const libraries = [await library(directory, 'beside')];
      const outcome = load(await oddPlugin(directory, 'plugin.so', { libraries }));
      assertNotOpened(
        outcome,
        /^it needs the library libbeside\.so, which is in .*\/beside, where the system does not look/,
        /^Link the plug-in with the run path \$ORIGIN .*LD_LIBRARY_PATH=.*\/beside$/,
      );
      const linked = await oddPlugin(directory, 'linked.so', { libraries, flags: [RUN_PATH] });
      assert.equal(load(linked).state, 'loaded');
      const env = { LD_LIBRARY_PATH: directory };
      assert.equal(load(join(directory, 'plugin.so'), { env }).state, 'loaded');
    });

    it('that another needs: the run path of that one', async () => {
      const directory = scratch('transitive');
      const last = await library(directory, 'last');
      const middle = await library(directory, 'middle', [last]);
      const options: OddPlugin = { libraries: [middle], flags: [RUN_PATH] };
      assertNotOpened(
        load(await oddPlugin(directory, 'plugin.so', options)),
        /^it needs libmiddle\.so, and that needs the library liblast\.so, which is in /,
        /^Link libmiddle\.so with the run path \$ORIGIN/,
      );
      const remade = await library(scratch('remade'), 'middle', [last], [RUN_PATH]);
      copyFileSync(remade, middle);
      assert.equal(load(join(directory, 'plugin.so')).state, 'loaded');
    });

    it('nowhere: its name', async () => {
      const directory = scratch('nowhere');
      const libraries = [await library(directory, 'nowhere')];
      const path = await oddPlugin(directory, 'plugin.so', { libraries, flags: [RUN_PATH] });
      rmSync(libraries[0] as string);
      assertNotOpened(
        load(path),
        /^it needs the library libnowhere\.so, which the system does not find/,
        /^Install libnowhere\.so, or put it where the plug-in looks/,
      );
    });

    it('by the path of a build machine: the name', async () => {
      const directory = scratch('path');
      const other = await oddPlugin(directory, 'nameless.so', { macros: ['NO_DESCRIPTOR'] });
      const path = await oddPlugin(directory, 'plugin.so', { libraries: [other] });
      rmSync(other);
      assertNotOpened(
        load(path),
        /nameless\.so, which is not at this path/,
        /a SONAME\), or put it/,
      );
    });

    it('that may not be read: the right to', async () => {
      const directory = scratch('closed');
      const libraries = [await library(directory, 'closed')];
      const path = await oddPlugin(directory, 'plugin.so', { libraries, flags: [RUN_PATH] });
      chmodSync(libraries[0] as string, 0);
      assertNotOpened(
        load(path, NOBODY),
        /may not read \(.*libclosed\.so\)/,
        /the right to read it$/,
      );
    });

    it('that is no library: the file', async () => {
      const directory = scratch('text');
      const libraries = [await library(directory, 'text')];
      const path = await oddPlugin(directory, 'plugin.so', { libraries, flags: [RUN_PATH] });
      writeFileSync(libraries[0] as string, 'Not Found\n');
      assertNotOpened(
        load(path),
        /^it needs the library .*libtext\.so, and that file is none for this process/,
        /^Replace the file/,
      );
    });

    it('of an older WasmEdge: the one to link', async () => {
      const directory = scratch('older');
      const libraries = [await library(directory, 'wasmedge_c')];
      const path = await oddPlugin(directory, 'plugin.so', { libraries });
      assertNotOpened(
        load(path),
        /libwasmedge_c\.so, which no WasmEdge from/,
        /^Link the plug-in ag/,
      );
    });
  });

  describe('for another system', () => {
    before(function () {
      if (here.libc !== 'glibc') skip(this, 'the fixtures are built against glibc');
    });

    /** A plug-in that asks a library of the system for a version that no such library has. */
    async function newer(name: string, soname: string, version: string): Promise<Printed> {
      const directory = scratch(name);
      const source = join(directory, 'stub.c');
      writeFileSync(source, 'void newer(void) {}');
      writeFileSync(join(directory, 'stub.map'), `${version} { global: newer; };`);
      const flags = [
        '-shared',
        '-nostdlib',
        `-Wl,-soname,${soname}`,
        `-Wl,--version-script=${join(directory, 'stub.map')}`,
      ];
      const output = join(directory, 'stub.so');
      const stub = await compile({ sources: [source], output, language: 'c', flags });
      const macros = ['IMPORT="newer"'];
      return load(await oddPlugin(directory, 'plugin.so', { libraries: [stub], macros }));
    }

    it('a newer glibc: both versions', async () => {
      assertNotOpened(
        await newer('glibc', 'libc.so.6', 'GLIBC_2.99'),
        /^it needs version GLIBC_2\.99 of .*libc\.so\.6, and this system has 2\.\d+/,
        /^Take a build of the plug-in for an older system/,
      );
    });

    it('a newer WasmEdge: the version to build for', async () => {
      assertNotOpened(
        await newer('wasmedge', 'libwasmedge.so.0', 'WASMEDGE_0.99'),
        /^it needs version WASMEDGE_0\.99 of .*libwasmedge\.so\.0/,
        /build it against 0\.17$/,
      );
    });

    it('musl, on glibc: the target to take', async () => {
      const directory = scratch('musl');
      const options = { target: musl.id, macros: ['LEAVES_CODE_BEHIND'] }; // it uses the C library
      assertNotOpened(
        load(await oddPlugin(directory, 'plugin.so', options)),
        /^it is built for the C library musl, expected one for glibc$/,
        /for linux, not for linuxmusl$/,
      );
    });

    it('glibc, on musl: the target to take', async function () {
      const environment = readEnvironment(process.env, { quiet: true });
      const name = `ld-musl-${here.arch === 'x64' ? 'x86_64' : 'aarch64'}.so.1`;
      const runners = join(environment.cacheDirectory, 'runners/debian', musl.id, 'lib');
      const loader = ['/lib', runners].map((place) => join(place, name)).find(existsSync);
      if (!loader) return skip(this, `no ${name}: plugkit setup-runners fetches it`);
      const [built] = await buildPrebuilds({ targets: [musl], environment });
      if (built?.state === 'failed') throw new Error(built.log);
      const directory = scratch('glibc-on-musl');
      const host = join(directory, 'libwasmedge.so.0');
      copyFileSync(projectPath('prebuilds', prebuildFiles(musl)[1]), host);
      const onMusl = await compile({
        sources: [projectPath('test/native/plugin/report_outcomes.c')],
        output: join(directory, 'report_outcomes'),
        language: 'c',
        target: musl.id,
        includeDirs: [includeDirectory],
        libraries: [host],
        flags: ['-dynamic', '-Wl,-rpath,$ORIGIN'],
      });
      const ask = (path: string) => loadPaths(onMusl, [path], { start: [loader] })[0] as Printed;
      const own = await oddPlugin(directory, 'own.so', { target: musl.id });
      assert.equal(ask(own).state, 'loaded');
      // The loader of glibc, which musl does not have, and which plug-ins with thread-local data need.
      const foreign = await library(directory, 'foreign', [], ['-Wl,-soname,ld-linux-x86-64.so.2']);
      const path = await oddPlugin(directory, 'foreign.so', { libraries: [foreign] });
      assertNotOpened(
        ask(path),
        /^it is built for the C library glibc, expected one for musl: Error loading shared library/,
        /^Take the build of the plug-in for linuxmusl$/,
      );
    });
  });
});
