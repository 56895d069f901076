// The Rust SDK: its own tests, a plug-in that cargo builds alone, and the plug-ins get-string and arith in Rust, which pass the
// same test cases as those in C, in Node and in stock WasmEdge.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { loadPlugins } from '../../loader/index.js';
import { currentTarget, type Target } from '../../loader/target.js';
import type { MatrixReport } from '../../scripts/matrix/report.js';
import { projectPath } from '../../scripts/project/paths.js';
import { skip } from '../support/skip.js';
import { conformsToC, isShownIn, plugkit } from './conformance.js';

const { id: here, libraryExtension, platform } = currentTarget() as Target;
const SDK = projectPath('sdk/rust');
const PLUGINS = join(SDK, 'plugins');

/** What a Windows library has no prefix for. */
const library = (crate: string): string =>
  `${platform === 'win32' ? '' : 'lib'}${crate}${libraryExtension}`;

function run(command: string, args: readonly string[], env: Record<string, string> = {}) {
  return spawnSync(command, args, {
    cwd: SDK,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, CARGO_TARGET_DIR: projectPath('build/rust'), ...env },
  });
}

describe('the Rust SDK', function () {
  this.timeout(900_000);

  before(function () {
    if (run('cargo', ['--version']).status !== 0) skip(this, 'there is no cargo');
    const fetched = run('cargo', ['fetch']);
    if (fetched.status !== 0) skip(this, `crates cannot be had: ${fetched.stderr.split('\n')[0]}`);
  });

  it('passes its own tests, those of its documents among them', () => {
    const { status, stdout, stderr } = run('cargo', ['test', '--quiet']);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /test result: ok/);
  });

  it('has documents without a warning, and every `unsafe` with its reason', function () {
    const flags = { RUSTDOCFLAGS: '-D warnings' };
    const { status, stderr } = run('cargo', ['doc', '--no-deps', '--quiet'], flags);
    assert.equal(status, 0, stderr);
    if (run('cargo', ['clippy', '--version']).status !== 0) skip(this, 'there is no clippy');
    const clippy = run('cargo', ['clippy', '--quiet', '--all-targets', '--', '-D', 'warnings']);
    assert.equal(clippy.status, 0, clippy.stderr);
  });

  it('makes a plug-in by `cargo build --release` alone', () => {
    const manifest = join(PLUGINS, 'get-string-rust/Cargo.toml');
    const { status, stderr } = run('cargo', ['build', '--release', '--manifest-path', manifest]);
    assert.equal(status, 0, stderr);
    const host = loadPlugins({
      paths: [projectPath('build/rust/release', library('get_string_rust'))],
    });
    const plugin = host.findPlugin('get-string-rust');
    assert.ok(plugin, JSON.stringify(host.outcomes));
    assert.equal(plugin.version, '0.1.0.0');
    assert.equal(plugin.description, 'Returns a string to WebAssembly, in Rust');
    assert.deepEqual(
      plugin.options.map(({ name, type, defaultValue }) => [name, type, defaultValue]),
      [
        ['string', 'string', 'A string from a WasmEdge plug-in'],
        ['upper', 'toggle', false],
      ],
    );
    const { exports } = host.createModule('get_string_rust');
    const [made] = exports;
    assert.deepEqual(made, {
      name: 'get_string',
      kind: 'function',
      params: ['i32', 'i32'],
      results: ['i32'],
    });
  });

  conformsToC(PLUGINS, 'rust');

  it('is audited as any plug-in', () => {
    const { stdout } = plugkit('audit', projectPath('dist/arith-rust', here), '--json');
    const [report] = JSON.parse(stdout).reports as {
      verdict: string;
      findings: { level: string }[];
    }[];
    assert.equal(
      report?.verdict,
      'pass',
      JSON.stringify(report?.findings.filter(({ level }) => level !== 'pass')),
    );
  });

  /** A target of Linux whose standard library is not installed: its name here, and Rust's. */
  function missingTarget(test: Mocha.Context): [target: string, triple: string] {
    const candidates: [string, string][] = [
      ['linuxmusl-arm64', 'aarch64-unknown-linux-musl'],
      ['linuxmusl-x64', 'x86_64-unknown-linux-musl'],
      ['linux-x64', 'x86_64-unknown-linux-gnu'],
    ];
    const missing = candidates.find(([, triple]) => {
      const { stdout } = run('rustc', ['--print', 'target-libdir', '--target', triple]);
      return !existsSync(stdout.trim());
    });
    return missing ?? skip(test, 'the standard libraries of all targets are installed');
  }

  it('says which target of Rust is missing, and how to get it (RUST_TARGET_MISSING)', function () {
    const [target, triple] = missingTarget(this);
    const built = plugkit('build', 'get-string-rust', '--plugins', PLUGINS, '--target', target);
    assert.equal(built.status, 1);
    assert.match(built.stderr, new RegExp(`standard library for ${triple} is not installed`));
    assert.match(built.stdout, new RegExp(`rustup target add ${triple}`));
  });

  it('skips the cells of a target whose standard library is missing, and says why', function () {
    const [target, triple] = missingTarget(this);
    const { status, stdout, stderr } = plugkit(
      ...['test', 'get-string-rust', '--plugins', PLUGINS, '--path', 'file', '--json'],
      ...['--target', here, '--target', target, '--no-setup'],
    );
    assert.equal(status, 0, stderr);
    const { cells } = JSON.parse(stdout) as MatrixReport;
    assert.deepEqual(
      cells.map(({ target, state }) => [target, state]).sort(),
      [
        [here, 'passed'],
        [target, 'skipped'],
      ].sort(),
    );
    const [reason] = cells.flatMap(({ state, reason }) => (state === 'skipped' ? [reason] : []));
    assert.match(
      reason ?? '',
      new RegExp(`is not installed; to fix it: rustup target add ${triple}`),
    );
  });

  it('builds what is not in Rust where there is no cargo (RUST_MISSING), and skips the rest', () => {
    const hasCargo = (directory: string) => existsSync(join(directory, 'cargo'));
    const PATH = (process.env.PATH ?? '')
      .split(delimiter)
      .filter((directory) => !hasCargo(directory))
      .join(delimiter);
    const plugins = mkdtempSync(join(tmpdir(), 'plugkit-no-cargo-'));
    cpSync(projectPath('plugins/get-string'), join(plugins, 'get-string'), { recursive: true });
    cpSync(join(PLUGINS, 'get-string-rust'), join(plugins, 'get-string-rust'), { recursive: true });
    try {
      const common = ['--plugins', plugins, '--out', join(plugins, 'dist'), '--target', here];
      const cli = projectPath('lib/scripts/cli.js');
      const start = (...args: string[]) =>
        run(process.execPath, [cli, ...args, ...common], { PATH });
      const built = start('build');
      assert.equal(built.status, 1);
      assert.match(built.stdout, /1 built, 0 up to date, 1 failed/);
      assert.match(built.stdout, /PATH has no cargo and rustc[\s\S]*rustup/);
      const tested = start('test', '--path', 'file', '--json');
      assert.equal(tested.status, 0, tested.stderr);
      const { cells } = JSON.parse(tested.stdout) as MatrixReport;
      assert.deepEqual(
        cells.map(({ plugin, state }) => [plugin, state]),
        [
          ['get-string', 'passed'],
          ['get-string-rust', 'skipped'],
        ],
      );
    } finally {
      rmSync(plugins, { recursive: true });
    }
  });

  it('takes a cargo that does not run for none, as rustup has it before a toolchain is chosen', function () {
    if (platform === 'win32') skip(this, 'the programs of the test are scripts');
    const bin = mkdtempSync(join(tmpdir(), 'plugkit-no-toolchain-'));
    try {
      for (const name of ['cargo', 'rustc']) {
        writeFileSync(join(bin, name), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
      }
      const PATH = [bin, process.env.PATH].join(delimiter);
      const args = ['build', 'get-string-rust', '--plugins', PLUGINS, '--target', here];
      const out = ['--out', join(bin, 'dist')];
      const cli = projectPath('lib/scripts/cli.js');
      const { status, stdout } = run(process.execPath, [cli, ...args, ...out], { PATH });
      assert.equal(status, 1);
      assert.match(stdout, /cargo and .*rustc do not run[\s\S]*rustup default stable/);
    } finally {
      rmSync(bin, { recursive: true });
    }
  });

  isShownIn('docs/rust.md', join(PLUGINS, 'get-string-rust/src/lib.rs'), 'rust');
});
