// Completion in shells: what `plugkit complete -- <words>` offers, and that the scripts ask for it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { projectPath } from '../../../scripts/project/paths.js';
import { skip } from '../../support/skip.js';

const CLI = projectPath('lib/scripts/cli.js');

describe('plugkit complete', () => {
  const complete = (...words: string[]) =>
    spawnSync(process.execPath, [CLI, 'complete', ...words], {
      cwd: projectPath(),
      encoding: 'utf8',
    });
  /** The words it offers, and the directive at the end. */
  const offered = (...words: string[]) =>
    complete('--', ...words)
      .stdout.trimEnd()
      .split('\n')
      .map((line) => line.split('\t')[0]);

  it('offers commands', () => {
    const words = offered('');
    for (const name of ['build', 'run', 'explain', 'complete']) assert.ok(words.includes(name));
    assert.deepEqual(offered('setup'), ['setup', 'setup-runners', ':4']);
  });

  it('offers flags, and the values of those that take few', () => {
    assert.deepEqual(offered('build', '--tar'), ['--target', ':4']);
    assert.ok(offered('audit', '--').includes('--json'));
    assert.deepEqual(offered('build', '--target', 'win'), ['win32-x64', 'win32-arm64', ':4']);
    assert.deepEqual(offered('run', '--run-mode', 'a'), ['aot', ':4']);
  });

  it('offers the plug-ins of the project', () => {
    assert.deepEqual(offered('test', 'get'), ['get-string', 'get-string-cpp', ':4']);
  });

  it('leaves files to the shell', () => {
    assert.deepEqual(offered('run', 'app'), [':0']);
    assert.deepEqual(offered('audit', '--policy-file', ''), [':0']);
  });

  it('prints a script for each shell, and refuses others', () => {
    for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
      const { status, stdout } = complete(shell);
      assert.equal(status, 0);
      assert.match(stdout, /plugkit complete (--|'--') /);
    }
    const { status, stderr } = complete('tcsh');
    assert.equal(status, 2);
    assert.match(stderr, /USAGE.*tcsh: expected bash, zsh, fish, powershell/);
    assert.match(complete().stderr, /USAGE.*no shell/);
  });

  it('completes in bash', function () {
    if (spawnSync('bash', ['-c', 'true']).status !== 0) skip(this, 'there is no bash');
    if (process.platform === 'win32') skip(this, 'plugkit is no program of bash there');
    const work = mkdtempSync(join(tmpdir(), 'plugkit-complete-'));
    try {
      mkdirSync(join(work, 'bin'));
      writeFileSync(
        join(work, 'bin/plugkit'),
        `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`,
        { mode: 0o755 },
      );
      // What the package bash-completion has.
      writeFileSync(
        join(work, 'try.sh'),
        `_get_comp_words_by_ref() {
          words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=\${words[cword]}; prev=\${words[cword-1]}
        }
        source <(plugkit complete bash)
        COMP_WORDS=(plugkit build --target win32-x); COMP_CWORD=3
        __plugkit_complete
        printf '%s\\n' "\${COMPREPLY[@]}"`,
      );
      const { stdout, stderr } = spawnSync('bash', [join(work, 'try.sh')], {
        encoding: 'utf8',
        env: { ...process.env, PATH: join(work, 'bin') + delimiter + process.env.PATH },
      });
      assert.equal(stdout.trim(), 'win32-x64', stderr);
    } finally {
      rmSync(work, { recursive: true });
    }
  });
});
