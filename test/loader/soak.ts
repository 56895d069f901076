// Checks that memory stays flat while something is done many times. Called by soak.test.ts with small
// numbers, by `npm run soak` with large ones.
import assert from 'node:assert/strict';
import { mirrorFile, runChild } from './mirror.js';
import type { SoakReport } from './soak.child.js';

/** What a scene may grow by after its warm-up, in MB: heaps and caches breathe by some of it. */
const BOUNDS = { calls: 30, instances: 40, workers: 60 } as const;

export type SoakScene = keyof typeof BOUNDS;

/**
 * Does it `count` times in a child, after a warm-up of a fifth of that.
 *
 * @returns resident memory after the warm-up and at the end, in MB
 * @throws AssertionError when memory grew, or a module was not finalized exactly once on its thread
 */
export async function soak(
  scene: SoakScene,
  count: number,
): Promise<{ warm: number; end: number }> {
  const { stdout } = await runChild('soak.child.js', [await mirrorFile(), scene, String(count)], {
    flags: ['--expose-gc'],
    timeout: 3_600_000,
  });
  const report = JSON.parse(stdout) as SoakReport;
  const [created, finalized, elsewhere] = report.counts;
  // The module that counts is alive.
  assert.deepEqual({ finalized, elsewhere }, { finalized: created - 1, elsewhere: 0 });
  const [warm, end] = [report.warm / 2 ** 20, report.end / 2 ** 20];
  assert.ok(end - warm < BOUNDS[scene], `${scene}: ${warm} MB after warm-up, ${end} MB at the end`);
  return { warm, end };
}
