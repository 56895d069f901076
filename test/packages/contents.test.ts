// What both tarballs hold and say of themselves.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { publint } from 'publint';
import { TARGETS } from '../../loader/target.js';
import { prebuildFiles } from '../../scripts/compile/prebuilds.js';
import type { Packed } from '../../scripts/dev/pack.js';
import { packageVersion, projectPath } from '../../scripts/project/paths.js';
import { type Tarballs, tarballs } from './tarballs.js';

const REPOSITORY = 'https://github.com/wasmedge-plugin-kit/wasmedge-plugin-kit';
const NAMES = ['wasmedge-plugin-kit', 'plugkit'] as const;

describe('the npm packages', () => {
  let both: Tarballs;

  before(async () => {
    both = await tarballs();
  });

  const packed = (name: string): Packed => (name === 'plugkit' ? both.plugkit : both.loader);
  const read = (name: string, file: string): string =>
    readFileSync(join(both.staged(name), file), 'utf8');
  const filesOf = (name: string, pattern: RegExp) =>
    packed(name).files.filter((file) => pattern.test(file));

  it('are a loader with all its prebuilds, headers and documents, and nothing of plugkit', () => {
    const { files } = both.loader;
    for (const file of [
      ...TARGETS.flatMap(prebuildFiles).map((file) => `prebuilds/${file.replaceAll('\\', '/')}`),
      'lib/loader/index.js',
      'lib/loader/index.d.ts',
      'lib/loader/internal.js',
      'include/wasmedge/wasmedge.h',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'docs/errors.md',
      'facts/c-api.json',
    ]) {
      assert.ok(files.includes(file), `${file} is missing`);
    }
    const expected =
      /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|(docs|facts|include|prebuilds|lib\/loader)\/.*)$/;
    assert.deepEqual(
      files.filter((file) => !expected.test(file)),
      [],
    );
  });

  it('are a command line with the native sources, and nothing that only a checkout uses', () => {
    const { files } = both.plugkit;
    for (const file of [
      'lib/scripts/cli.js',
      'lib/scripts/matrix/cell/cell-process.js',
      'lib/scripts/report/page/main.js',
      'scripts/report/page/page.css',
      'CMakeLists.txt',
      'loader/native/embedder.h',
      'loader/native/addon/CMakeLists.txt',
      'facts/c-api.json',
      'scripts/compile/cmake/zig.cmake',
      'docs/plugin.schema.json',
      'scripts/toolchain/requirements/ziglang.txt',
      'README.md',
      'LICENSE',
    ]) {
      assert.ok(files.includes(file), `${file} is missing`);
    }
    assert.deepEqual(filesOf('plugkit', /^(lib\/(?!scripts)|prebuilds|include|.*\/dev\/)/), []);
  });

  for (const name of NAMES) {
    describe(name, () => {
      it('holds no tests, no TypeScript and no maps, and names none', () => {
        assert.deepEqual(
          filesOf(name, /(^|\/)(test|bench)\/|(?<!\.d)\.ts$|\.[jt]s\.map$|\.tmp$|tsbuildinfo/),
          [],
        );
        const compiled = filesOf(name, /\.js$/);
        assert.ok(compiled.length > 10);
        assert.deepEqual(
          compiled.filter((file) => /^\/\/# sourceMappingURL/m.test(read(name, file))),
          [],
        );
      });

      it('says where it comes from', () => {
        const manifest = JSON.parse(read(name, 'package.json'));
        const root = JSON.parse(readFileSync(projectPath('package.json'), 'utf8'));
        assert.equal(manifest.name, name);
        assert.equal(manifest.version, packageVersion());
        assert.equal(manifest.repository.url, `git+${REPOSITORY}.git`);
        assert.equal(manifest.homepage, `${REPOSITORY}#readme`);
        assert.equal(manifest.bugs, `${REPOSITORY}/issues`);
        assert.ok(manifest.keywords.includes('wasmedge'));
        assert.equal(manifest.license, 'Apache-2.0');
        assert.equal(manifest.scripts, undefined);
        assert.deepEqual(manifest.engines, root.engines);
      });

      it('has links that lead to its own files or into the repository', () => {
        const pages = filesOf(name, /\.md$/);
        assert.ok(pages.length > 3);
        for (const page of pages) {
          for (const [, link = ''] of read(name, page).matchAll(/\]\(([^)\s]+)\)/g)) {
            const [path = ''] = link.split('#');
            const inside = `${REPOSITORY}/`;
            if (path.startsWith(inside)) {
              const [kind, tag, ...parts] = path.slice(inside.length).split('/');
              assert.match(kind as string, /^(blob|tree)$/, link);
              assert.equal(tag, `v${packageVersion()}`);
              assert.ok(existsSync(projectPath(...parts)), `${page}: ${link}`);
            } else if (!/^https?:|^$/.test(path)) {
              const file = posix.join(posix.dirname(page), path);
              assert.ok(packed(name).files.includes(file), `${page}: ${link}`);
            }
          }
        }
      });

      it('imports what it holds or declares, and declares nothing else', () => {
        const manifest = JSON.parse(read(name, 'package.json'));
        const { dependencies = {}, peerDependencies = {}, imports = {} } = manifest;
        const used = new Set<string>();
        for (const file of filesOf(name, /^lib\/.*\.js$/)) {
          const code = read(name, file);
          const imported =
            /^(?:import|export)\b[^'"=;()]*'([^']+)';|\b(?:import|require|resolve|createRequire\(import\.meta\.url\))\('([^'.][^']*)'\)/gm;
          for (const [, one, other] of code.matchAll(imported)) {
            const specifier = (one ?? other) as string;
            if (specifier.startsWith('.')) {
              const target = posix.join(posix.dirname(file), specifier);
              assert.ok(packed(name).files.includes(target), `${file} imports ${specifier}`);
            } else if (specifier.startsWith('#')) {
              assert.ok(specifier in imports, `${file} imports ${specifier}`);
              used.add('wasmedge-plugin-kit');
            } else if (!isBuiltin(specifier)) {
              used.add(/^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] as string);
            }
          }
        }
        // It makes prebuilds, which only a checkout does.
        if (name === 'plugkit') used.delete('prebuildify');
        const declared = Object.keys({ ...dependencies, ...peerDependencies });
        assert.deepEqual([...used].sort(), declared.sort());
      });

      it('is clean for publint', async () => {
        const tarball = new Uint8Array(readFileSync(packed(name).tarball));
        const { messages } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
        assert.deepEqual(messages, []);
      });
    });
  }

  it('are of one version, exactly', () => {
    const { dependencies } = JSON.parse(read('plugkit', 'package.json'));
    assert.equal(dependencies['wasmedge-plugin-kit'], packageVersion());
  });

  it('declare the same dependencies as the checkout', () => {
    const { dependencies } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8'));
    const declared = NAMES.map((name) => JSON.parse(read(name, 'package.json')).dependencies);
    const { 'wasmedge-plugin-kit': _loader, ...both } = Object.assign({}, ...declared);
    assert.deepEqual(Object.entries(both).sort(), Object.entries(dependencies).sort());
  });

  it('show nothing internal in the declarations', () => {
    const declarations = filesOf('wasmedge-plugin-kit', /\.d\.ts$/);
    assert.ok(declarations.includes('lib/loader/plugin-host.d.ts'));
    for (const file of declarations) {
      assert.doesNotMatch(file, /\/(wasm|bridge)\/(?!options\.)/);
      assert.doesNotMatch(
        read('wasmedge-plugin-kit', file),
        /@internal|notFound|nativeOf|Session\b/,
      );
    }
    assert.match(
      read('wasmedge-plugin-kit', 'lib/loader/internal.d.ts'),
      /^\/\/ .*\nexport {};\n$/,
    );
    assert.deepEqual(filesOf('plugkit', /\.d\.ts$/), []);
  });

  it('have types that are right for arethetypeswrong', () => {
    const manifest = createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json');
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        join(dirname(manifest), bin.attw),
        both.loader.tarball,
        '--profile',
        'esm-only',
        '--format',
        'table-flipped',
        '--no-color',
      ],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0, stdout);
    assert.match(stdout, /wasmedge-plugin-kit/);
  });
});
