import assert from 'node:assert/strict';
import { readMemcheck, valgrindCommand } from '../../../../scripts/matrix/levels/valgrind.js';

const PLUGIN = '/tmp/a & b/plugin.so';

const frame = (object: string, name: string, place = '') =>
  `<frame><ip>0x1</ip><obj>${object}</obj><fn>${name}</fn>${place}</frame>`;
const error = (what: string, ...frames: string[]) =>
  `<error>${what}<stack>${frames.join('')}</stack></error>`;
const own = frame('/tmp/a &amp; b/plugin.so', 'act', '<file>act.c</file><line>12</line>');

describe('scripts/matrix/levels/valgrind', () => {
  it('readMemcheck() counts errors that pass through the plug-in, and tells the first', () => {
    const xml = [
      error('<what>Use of V8</what>', frame('/usr/bin/node', 'v8::x')),
      error('<what>Invalid read of size 4</what>', frame('/lib/libc.so', 'memcpy'), own),
      error('<xwhat><text>5 bytes are &quot;lost&quot;</text></xwhat>', own),
    ].join('\n');
    assert.deepEqual(readMemcheck(xml, PLUGIN), {
      code: 'MEMORY_ERROR',
      reason:
        '2 memory errors in the plug-in; the first: Invalid read of size 4, in act (act.c:12)',
    });
  });

  it('readMemcheck() does not count where the memory came from', () => {
    const elsewhere = frame('/usr/bin/node', 'v8::x');
    const xml = `<error><what>x</what><stack>${elsewhere}</stack><stack>${own}</stack></error>`;
    assert.equal(readMemcheck(xml, PLUGIN), null);
    assert.equal(readMemcheck('', PLUGIN), null);
  });

  it('valgrindCommand() begins with the program and names the report', () => {
    const command = valgrindCommand('/usr/bin/valgrind', '/tmp/x.xml');
    assert.equal(command[0], '/usr/bin/valgrind');
    assert.ok(command.includes('--xml-file=/tmp/x.xml'));
  });
});
