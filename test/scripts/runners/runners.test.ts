import assert from 'node:assert/strict';
import { TARGETS, type Target, type TargetId } from '../../../loader/target.js';
import { findRunner, noRunner, RUNNERS } from '../../../scripts/runners/runners.js';

const find = (id: TargetId) => TARGETS.find((target) => target.id === id) as Target;

/** The runner of each target on a machine, without those that have none. */
function runnersOn(host: TargetId): Record<string, string> {
  return Object.fromEntries(
    TARGETS.flatMap((target) => {
      const runner = findRunner(target, find(host));
      return runner && target.platform !== 'win32' ? [[target.id, runner.name]] : [];
    }),
  );
}

describe('scripts/runners', () => {
  it('findRunner() runs all Linux targets on x64 Linux with glibc', () => {
    assert.deepEqual(runnersOn('linux-x64'), {
      'linux-x64': 'native',
      'linux-arm64': 'qemu',
      'linuxmusl-x64': 'musl',
      'linuxmusl-arm64': 'musl',
    });
  });

  it('findRunner() emulates no x64 on arm64 Linux', () => {
    assert.deepEqual(runnersOn('linux-arm64'), {
      'linux-arm64': 'native',
      'linuxmusl-arm64': 'musl',
    });
  });

  it('findRunner() runs both processors on an Apple processor, one of them on Intel', () => {
    assert.deepEqual(runnersOn('darwin-arm64'), {
      'darwin-x64': 'rosetta',
      'darwin-arm64': 'native',
    });
    assert.deepEqual(runnersOn('darwin-x64'), { 'darwin-x64': 'native' });
  });

  it('findRunner() prefers native for every target on its own machine', () => {
    for (const target of TARGETS) assert.equal(findRunner(target, target)?.name, 'native');
  });

  it('noRunner() says which machine would run it', () => {
    const { reason, fix } = noRunner(find('darwin-arm64'), find('linux-x64'));
    assert.equal(reason, 'nothing on linux-x64 runs programs of darwin-arm64');
    assert.match(fix, /^'plugkit test --target darwin-arm64' on a machine of that kind$/);
  });

  it('RUNNERS give emulated processes more time, and native ones what they ask for', () => {
    const host = find('linux-x64');
    for (const runner of RUNNERS) {
      for (const target of TARGETS.filter((each) => runner.serves(each, host))) {
        const factor = runner.timeFactor(target);
        if (runner.name === 'native') assert.equal(factor, 1);
        else if (target.arch !== process.arch) assert.ok(factor > 1, `${runner.name} ${target.id}`);
      }
    }
  });
});
