// The addon and the host library of every target, as they are built: how they find each other.
import assert from 'node:assert/strict';
import { TARGETS } from '../../../../loader/target.js';
import { auditFile } from '../../../../scripts/audit/audit.js';
import { readBinary } from '../../../../scripts/audit/binary.js';
import { buildPrebuilds } from '../../../../scripts/compile/prebuilds.js';
import { readEnvironment } from '../../../../scripts/flags/environment.js';

const environment = readEnvironment(process.env, { quiet: true });

describe('the prebuild', function () {
  this.timeout(1_200_000);

  for (const target of TARGETS) {
    it(`for ${target.id} takes the host library from its own path`, async () => {
      const [built] = await buildPrebuilds({ targets: [target], environment });
      assert.notEqual(built?.state, 'failed', built?.log);
      const [addon = '', host = ''] = built?.files ?? [];
      const found = [addon, host].map((file) => {
        const { findings, kind, verdict } = auditFile(file, { target: target.id });
        assert.equal(verdict, 'pass', JSON.stringify(findings));
        return [kind, findings.find(({ check }) => check === 'host-link')?.message];
      });
      const known = `it needs itself, so that ${target.hostLibrary} is known`;
      assert.deepEqual(found, [
        ['addon', 'it opens the host library by path'],
        ['host-library', target.libc === 'musl' ? known : undefined],
      ]);
      assert.deepEqual(readBinary(addon).rpaths, []);
      assert.deepEqual(readBinary(host).rpaths, target.libc === 'musl' ? ['$ORIGIN'] : []);
    });
  }
});
