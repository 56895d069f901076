import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  currentPathEnvironment,
  type DefaultPath,
  defaultPaths,
  type PathEnvironment,
} from '../../loader/default-paths.js';
import { projectPath } from '../../scripts/project/paths.js';
import { compileHostProgram } from '../host/host-program.js';

interface Case {
  title: string;
  environment: PathEnvironment;
  expected: DefaultPath[];
}

const CASES: Case[] = JSON.parse(
  readFileSync(projectPath('test/fixtures/default-paths.json'), 'utf8'),
);

describe('defaultPaths()', () => {
  for (const { title, environment, expected } of CASES) {
    it(`${title} (${environment.platform})`, () => {
      assert.deepEqual(defaultPaths(environment), expected);
    });
  }
});

describe('currentPathEnvironment()', () => {
  it('describes this process', () => {
    const environment = currentPathEnvironment('/x/lib/libwasmedge.so.0');
    assert.equal(environment.platform, process.platform);
    assert.equal(environment.workingDirectory, process.cwd());
    assert.equal(environment.homeDirectory, homedir());
    assert.equal(environment.hostLibraryPath, '/x/lib/libwasmedge.so.0');
    assert.equal(
      /-linux-(gnu|musl)$/.test(environment.triplet ?? ''),
      process.platform === 'linux',
    );
  });
});

describe('DefaultPaths() of the host library', () => {
  let answers: DefaultPath[][] = [];

  before(async () => {
    const directory = mkdtempSync(join(tmpdir(), 'plugkit-default-paths-'));
    try {
      const program = await compileHostProgram(
        'test/native/plugin/default_paths_cases.cc',
        ['plugins/default_paths.cc'],
        directory,
      );
      const input = CASES.map(({ environment: e }) =>
        [
          e.platform,
          e.env.WASMEDGE_PLUGIN_PATH,
          e.env.WASMEDGE_DIR,
          e.workingDirectory,
          e.homeDirectory,
          e.hostLibraryPath,
          e.triplet,
        ].join('\t'),
      ).join('\n');
      answers = execFileSync(program, { input, encoding: 'utf8' })
        .split(/^\n/m)
        .map((answer) =>
          answer
            .split('\n')
            .filter(Boolean)
            .map((line) => {
              const [rule, path] = line.split('\t') as [DefaultPath['rule'], string];
              return { path, rule };
            }),
        );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  for (const [index, { title, environment, expected }] of CASES.entries()) {
    it(`${title} (${environment.platform})`, () => {
      assert.deepEqual(answers[index], expected);
    });
  }
});
