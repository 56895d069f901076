// What the loader sees wrong with a library's file, on real files of every target.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { problemOfFile, problemOfHeaders } from '../../loader/bridge/library-file.js';
import { TARGETS } from '../../loader/target.js';
import { pluginFixture, scratchPath } from '../scripts/audit/fixtures.js';

describe('problemOfFile()', () => {
  for (const target of TARGETS) {
    it(`accepts files for ${target.id} only`, async () => {
      for (const other of TARGETS) {
        const { reason } = problemOfFile(await pluginFixture(other.id), target) ?? {};
        if (other.id === target.id) assert.equal(reason, undefined);
        else if (other.platform !== target.platform)
          assert.match(reason ?? '', /^it is a \S+ file/);
        else if (other.arch !== target.arch) {
          assert.equal(reason, `it is for ${other.arch}, and this Node is for ${target.arch}`);
        } else {
          assert.equal(reason, `it is for ${other.libc}, and this Node runs on ${target.libc}`);
        }
      }
    });

    it(`sees where a file for ${target.id} is cut off`, async () => {
      const bytes = readFileSync(await pluginFixture(target.id));
      for (const size of [5, 50, 1000, bytes.length - 1]) {
        const path = scratchPath(`cut-${target.id}-${size}`);
        writeFileSync(path, bytes.subarray(0, size));
        const cut = new RegExp(`^it is cut off after ${size}( of ${bytes.length})? bytes$`);
        assert.match(problemOfFile(path, target)?.reason ?? '', cut);
        const start = bytes.subarray(0, Math.min(size, 4096));
        assert.match(problemOfHeaders(start, size, target)?.reason ?? '', cut);
      }
      assert.equal(problemOfHeaders(bytes.subarray(0, 4096), bytes.length, target), undefined);
    });
  }
});
