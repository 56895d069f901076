// What the two npm packages hold, as data. Their manifests are packages/<name>/package.json; stage.ts
// makes the packages of both.
import { TARGETS } from '#loader/internal';
import { prebuildFiles } from '../compile/prebuilds.js';
import { LOADER_PACKAGE } from '../project/paths.js';

/** A file or folder of the checkout that goes into a package. */
export interface Part {
  readonly from: string;
  /** Its path in the package; default: the same. */
  readonly to?: string;
  /** Which files of the folder, by their paths in it; default: all. */
  readonly only?: RegExp;
}

export interface PackageContents {
  readonly name: string;
  readonly parts: readonly Part[];
  /** Compiled entries whose declarations go in, with those that they import. */
  readonly declarations: readonly string[];
  /** Compiled entries without types for users: they get declarations that are empty. */
  readonly untyped: readonly string[];
}

const files = (...names: string[]): Part[] => names.map((from) => ({ from }));

const docs = (...names: string[]): Part[] => names.map((name) => ({ from: `docs/${name}` }));

export const PACKAGES: readonly PackageContents[] = [
  {
    name: LOADER_PACKAGE,
    parts: [
      ...files('README.md', 'LICENSE', 'CHANGELOG.md', 'include', 'facts'),
      ...docs(
        'errors.md',
        'bundlers.md',
        'engines.md',
        'host-call.md',
        'proposals.md',
        'differences.md',
        'performance.md',
        'performance.svg',
      ),
      { from: 'lib/loader', only: /\.js$/ },
      ...TARGETS.flatMap(prebuildFiles).map((file) => ({ from: `prebuilds/${file}` })),
    ],
    declarations: ['lib/loader/index.d.ts'],
    untyped: ['lib/loader/internal.d.ts'],
  },
  {
    name: 'plugkit',
    parts: [
      { from: 'packages/plugkit/README.md', to: 'README.md' },
      ...files('LICENSE', 'CHANGELOG.md', 'CMakeLists.txt', 'facts', 'loader/native'),
      ...docs(
        'first-plugin.md',
        'bindings.md',
        'cpp.md',
        'rust.md',
        'cli.md',
        'engines.md',
        'audit.md',
        'matrix.md',
        'reports.md',
        'reproducible.md',
        'errors.md',
      ),
      ...docs('plugin.schema.json', 'matrix.schema.json', 'audit-policy.schema.json'),
      ...files(
        'scripts/compile/cmake',
        'scripts/toolchain/requirements',
        'scripts/report/page/page.css',
      ),
      { from: 'lib/scripts', only: /^(?!dev\/).*\.js$/ },
    ],
    declarations: [],
    untyped: [],
  },
];
