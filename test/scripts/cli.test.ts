import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { packageVersion, projectPath } from '../../scripts/project/paths.js';

/** Runs `plugkit` as a user would, without a terminal. */
function plugkit(...args: string[]) {
  const cli = projectPath('lib', 'scripts', 'cli.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    cwd: projectPath(),
  });
  return { status, stdout, stderr };
}

describe('plugkit', () => {
  it('lists every command of scripts/commands/', () => {
    const { status, stdout } = plugkit('--help');
    assert.equal(status, 0);
    const commands = readdirSync(projectPath('scripts', 'commands')).map((file) =>
      basename(file, '.ts'),
    );
    for (const command of commands) assert.match(stdout, new RegExp(`^  ${command} `, 'm'));
  });

  it('prints its version', () => {
    assert.deepEqual(plugkit('--version'), {
      status: 0,
      stdout: `${packageVersion()}\n`,
      stderr: '',
    });
  });

  it('explains itself when called without a command', () => {
    const { status, stdout } = plugkit();
    assert.equal(status, 0);
    assert.match(stdout, /Usage: plugkit/);
  });

  it('suggests a command for a misspelt one, with exit status 2', () => {
    const { status, stdout, stderr } = plugkit('biuld');
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /Error USAGE: Cannot run plugkit: unknown command 'biuld'\n {2}.*build/);
  });

  it('refuses an unknown flag and a wrong value with exit status 2', () => {
    assert.match(plugkit('build', '--tarot').stderr, /unknown option '--tarot'/);
    assert.equal(plugkit('build', '--tarot').status, 2);
    const { status, stderr } = plugkit('build', '--jobs', 'many');
    assert.equal(status, 2);
    assert.match(stderr, /Cannot use --jobs many/);
  });

  it('lists the targets for an unknown one', () => {
    const { status, stderr } = plugkit('build', '--target', 'linux-arm');
    assert.equal(status, 2);
    assert.match(stderr, /TARGET_UNKNOWN.*"linux-arm".*\n.*linux-x64, linux-arm64/);
  });

  it('lists the plug-ins for an unknown one', () => {
    const { status, stderr } = plugkit('build', 'get-sting');
    assert.equal(status, 2);
    assert.match(stderr, /PLUGIN_UNKNOWN.*get-sting.*get-string/);
  });

  it('ends with exit status 2 for a file that does not exist, whichever command is to read it', () => {
    for (const command of [
      ['report', 'render', 'none.json'],
      ['test', '--durations', 'none.json'],
      ['audit', 'none.so'],
      ['audit', projectPath('package.json'), '--policy-file', 'none.json'],
      ['explain', 'none.so'],
    ]) {
      const { status, stdout, stderr } = plugkit(...command);
      assert.equal(status, 2, command.join(' '));
      assert.equal(stdout, '');
      assert.match(
        stderr,
        /^Error FILE_NOT_FOUND: Cannot .* none\.\w+: it does not exist\n {2}Check/,
      );
    }
  });

  it('prints one JSON document and nothing else with --json, for an error, too', () => {
    const { status, stdout, stderr } = plugkit('build', '--json', '--target', 'sun-*');
    assert.equal(status, 2);
    assert.equal(stderr, '');
    const { error } = JSON.parse(stdout);
    assert.equal(error.code, 'TARGET_UNKNOWN');
    assert.match(error.message, /sun-\*/);
    assert.match(error.hint, /linux-x64/);
  });

  it('prints the results as data with --json', () => {
    const { status, stdout, stderr } = plugkit('build', 'arith', '-t', 'linux-x64', '--json');
    assert.equal(status, 0, stderr);
    assert.equal(stderr, '');
    const [result] = JSON.parse(stdout).results;
    assert.deepEqual([result.name, result.target], ['arith', 'linux-x64']);
    assert(['built', 'up-to-date'].includes(result.state));
  });

  it('ends with status 3 and what to do when a tool cannot be used', () => {
    const cli = projectPath('lib', 'scripts', 'cli.js');
    const { status, stderr } = spawnSync(process.execPath, [cli, 'setup'], {
      encoding: 'utf8',
      env: { ...process.env, ZIG: projectPath('package.json') },
    });
    assert.equal(status, 3);
    assert.match(stderr, /TOOL_VERSION: Cannot use .*package\.json: version is unknown/);
    assert.match(stderr, /Unset ZIG/);
  });

  it('help shows the flags of a command, as --help does', () => {
    const { status, stdout } = plugkit('help', 'test');
    assert.equal(status, 0);
    assert.equal(stdout, plugkit('test', '--help').stdout);
    assert.match(stdout, /--shard <part>/);
    assert.equal(plugkit('help').stdout, plugkit('--help').stdout);
    const unknown = plugkit('help', 'biuld');
    assert.equal(unknown.status, 2);
    assert.match(unknown.stderr, /unknown command 'biuld'\n {2}The commands are build, /);
  });

  it('joins lists that are given again, and refuses other flags', () => {
    const { stdout } = plugkit('setup-runners', '--json', '-t', 'no-*', '--target', 'nothing');
    assert.match(JSON.parse(stdout).error.message, /"no-\*"/);
    for (const args of [
      ['build', '-j', '1', '--jobs', '2'],
      ['test', '--out', 'a', '--out', 'b'],
      ['test', '--shard', '1/2', '--shard', '2/2'],
    ]) {
      const { status, stderr } = plugkit(...args);
      assert.equal(status, 2);
      assert.match(stderr, /it is given already, as/);
    }
  });

  it('loads what a command needs when it is called', () => {
    const graph = new Map<string, string[]>();
    const read = (file: string) => {
      if (graph.has(file)) return;
      const text = readFileSync(file, 'utf8');
      const names = Array.from(
        text.matchAll(/^(?:import|export) .*?from '(.*?)';$/gms),
        ([, name]) => name as string,
      );
      graph.set(file, names);
      for (const name of names) if (name.startsWith('.')) read(join(dirname(file), name));
    };
    read(projectPath('lib', 'scripts', 'cli.js'));
    read(projectPath('lib', 'loader', 'internal.js')); // as '#loader/internal'
    const packages = [...graph.values()]
      .flat()
      .filter((name) => !/^(\.|node:|#loader\/internal$)/.test(name));
    assert.deepEqual([...new Set(packages)].sort(), ['commander', 'picocolors']);
    assert.ok(graph.size <= 20, [...graph.keys()].join('\n'));
  });
});
