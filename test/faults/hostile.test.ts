// Plug-ins that try to say themselves how their cell went, or that leave processes behind: each fails, or is
// found, alone.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probe } from '../../scripts/explain/probe.js';
import { here } from '../host/odd-plugins.js';
import { skip } from '../support/skip.js';
import { faultyPlugin, runFaulty } from './corpus.js';

/** What a process would tell that passed the one test case of the plug-in. */
const PASS = [
  { event: 'passed', level: 1 },
  { event: 'passed', level: 2 },
  { event: 'case', name: 'one act', fault: null },
  { event: 'passed', level: 3 },
  { event: 'end' },
]
  .map((event) => `${JSON.stringify(event)}\n`)
  .join('');
const text = (value: string) => JSON.stringify(value);
/** C: writes to every descriptor from 3 on that there is. */
const toAll = (value: string) =>
  `for (int D = 3; D < 64; ++D) if (write(D, ${text(value)}, ${Buffer.byteLength(value)}) < 0) continue`;

describe('a hostile plug-in', () => {
  let root: string;
  before(function () {
    if (here.platform !== 'linux') skip(this, 'the plug-ins are written for Linux');
    root = mkdtempSync(join(tmpdir(), 'plugkit-hostile-'));
  });
  after(() => root && rmSync(root, { recursive: true }));

  let count = 0;
  const make = (macros: Record<string, string>) => {
    count += 1;
    return faultyPlugin(join(root, `hostile${count}.so`), macros);
  };

  const broken: [what: string, ON_CALL: string, code: string][] = [
    ['tells that it passed and ends', `${toAll(PASS)}; _exit(0)`, 'CHANNEL_BROKEN'],
    ['tells null', `${toAll('null\n')}`, 'CHANNEL_BROKEN'],
    ['tells half a line and ends', `${toAll('{"event":')}; _exit(0)`, 'CHANNEL_BROKEN'],
    ['tells lines that are empty', `${toAll('\n')}`, 'CHANNEL_BROKEN'],
    [
      'prints that it passed and ends',
      `printf("%s", ${text(PASS)}); fflush(stdout); _exit(0)`,
      'PLUGIN_EXITED',
    ],
    ['closes all descriptors', 'for (int D = 3; D < 64; ++D) close(D)', 'PLUGIN_'],
    ['floods every descriptor', `for (;;) { ${toAll('x'.repeat(4096))}; }`, 'CHANNEL_BROKEN'],
  ];
  for (const [what, ON_CALL, code] of broken) {
    it(`that ${what} fails its cell`, async () => {
      const file = await make({ ON_CALL });
      const cell = await runFaulty(file, { timeout: 5_000 });
      assert.equal(cell.state, 'failed', JSON.stringify(cell));
      assert.ok(cell.code?.startsWith(code), `${cell.code} ${cell.reason}`);
    });
  }

  it('finds no file of its cell to write to', async () => {
    // It appends a forged pass to every file in its directory, and makes others directories.
    const script = `for f in *; do echo '{"event":"end"}' >> "$f"; rm -rf "$f"; mkdir "$f"; done; mkfifo events events.jsonl`;
    const file = await make({ ON_CALL: `if (system(${text(script)})) Result = 0` });
    const cell = await runFaulty(file);
    assert.notEqual(cell.state, 'undecided', JSON.stringify(cell));
    assert.equal(cell.cases.length, 1, JSON.stringify(cell));
  });

  it('is to blame when it writes to the channel of a probe', async () => {
    const files = [
      await make({ ON_LOAD: toAll('{"event":"end"}\n'), NAME: '"one"' }),
      await make({ NAME: '"two"' }),
    ];
    const { outcomes, error } = await probe({
      files,
      defaultPaths: false,
      env: {},
      timeout: 60_000,
    });
    assert.equal(error, null);
    assert.deepEqual(
      outcomes.map(({ code }) => code),
      ['CHANNEL_BROKEN', undefined],
    );
  });

  for (const [what, daemon] of [
    ['a process', 'if (fork() == 0) for (;;) sleep(1)'],
    [
      'a process in a session of its own',
      'if (fork() == 0) { setsid(); if (fork() == 0) for (;;) sleep(1); _exit(0); }',
    ],
  ] as const) {
    it(`that leaves ${what} behind is found out, and the process ended`, async () => {
      const cell = await runFaulty(await make({ ON_CALL: daemon }));
      assert.equal(cell.state, 'passed', JSON.stringify(cell));
      assert.match(cell.output, /\[1 process outlived it and was ended\]/);
      const left = readdirSync('/proc').filter((name) => {
        try {
          return /^\d+$/.test(name) && readFileSync(`/proc/${name}/maps`, 'utf8').includes(root);
        } catch {
          return false;
        }
      });
      assert.deepEqual(left, []);
    });
  }
});
