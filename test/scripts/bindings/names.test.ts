import assert from 'node:assert/strict';
import {
  comment,
  identifier,
  identifiers,
  quotedC,
  quotedRust,
} from '../../../scripts/bindings/names.js';

describe('scripts/bindings/names', () => {
  it('makes identifiers of any names', () => {
    for (const [name, expected] of [
      ['get_string', 'get_string'],
      ['get-string', 'get_string'],
      ['wasi:logging/logging', 'wasi_logging_logging'],
      ['class', 'class_'],
      ['fn', 'fn_'],
      ['3d', '_3d'],
      ['', 'x_'],
      ['_', 'x_'],
      ['__init', 'x_init'],
      ['_Big', 'x_Big'],
      ['größe', 'gr_e'],
      ['std', 'std_'],
    ] as const) {
      assert.equal(identifier(name), expected);
    }
  });

  it('keeps identifiers apart that would be equal', () => {
    assert.deepEqual(identifiers(['a-b', 'a_b', 'a.b', 'a_b_2']), [
      'a_b',
      'a_b_2',
      'a_b_3',
      'a_b_2_2',
    ]);
  });

  it('quotes texts as each language reads them', () => {
    assert.equal(quotedC('a"\\b\u0001\n\b'), '"a\\"\\\\b\\001\\n\\010"');
    assert.equal(quotedRust('a"\\b\u0001\n\f'), '"a\\"\\\\b\\x01\\n\\x0c"');
    assert.equal(quotedRust('größe'), '"größe"');
  });

  it('keeps a comment in its line, and in the comment', () => {
    assert.equal(comment('one\n#include "two" */ three\u2028'), 'one #include "two" * / three');
    assert.equal(comment('goes on \\'), 'goes on \\.');
    assert.equal(comment('goes on ??/'), 'goes on ?? /');
  });
});
