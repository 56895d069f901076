import assert from 'node:assert/strict';
import { ERROR_CODES, PluginError } from '../../loader/errors.js';
import { COMMAND_CODES, CommandError, isDeliberate, isErrorCode } from '../../scripts/errors.js';
import { documentedCodes, untestedCodes } from '../support/error-codes.js';

describe('COMMAND_CODES', () => {
  const codes = Object.keys(COMMAND_CODES);

  it('has a line in docs/errors.md for every code, and none for others', () => {
    assert.deepEqual(documentedCodes('The command line'), codes.toSorted());
  });

  it('has a test that names every code', () => {
    assert.deepEqual(untestedCodes(codes), []);
  });

  it('has none of the loader', () => {
    assert.deepEqual(
      codes.filter((code) => code in ERROR_CODES),
      [],
    );
  });
});

describe('CommandError', () => {
  it('carries code, hint and cause', () => {
    const cause = new Error('below');
    const error = new CommandError('USAGE', 'Cannot do it', { cause, hint: 'Try again' });
    assert.deepEqual(
      { name: error.name, code: error.code, hint: error.hint, cause: error.cause },
      { name: 'CommandError', code: 'USAGE', hint: 'Try again', cause },
    );
  });
});

describe('isErrorCode()', () => {
  it('knows both lists and nothing else', () => {
    assert.ok(isErrorCode('USAGE'));
    assert.ok(isErrorCode('MODULE_DISPOSED'));
    for (const code of ['constructor', '__proto__', 'ENOENT', 5, Symbol('s'), null, undefined]) {
      assert.equal(isErrorCode(code), false);
    }
  });
});

describe('isDeliberate()', () => {
  it('knows errors of plugkit and of any copy of the loader', () => {
    assert.ok(isDeliberate(new CommandError('USAGE', 'Cannot do it')));
    assert.ok(isDeliberate(new PluginError('ADDON_FAILED', 'Cannot do it')));
    const other = (name: string, code: string) => Object.assign(new Error('No'), { name, code });
    assert.ok(isDeliberate(other('PluginError', 'ADDON_FAILED')));
    assert.equal(isDeliberate(other('PluginError', 'constructor')), false);
    assert.equal(isDeliberate(other('Error', 'ADDON_FAILED')), false);
    for (const value of [null, undefined, 5, 'USAGE']) assert.equal(isDeliberate(value), false);
  });
});
