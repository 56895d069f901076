import assert from 'node:assert/strict';
import { ERROR_CODES, PluginError, WARNING_CODES } from '../../loader/errors.js';
import { documentedCodes, untestedCodes } from '../support/error-codes.js';

describe('ERROR_CODES and WARNING_CODES', () => {
  const codes = [...Object.keys(ERROR_CODES), ...Object.keys(WARNING_CODES)];

  it('have a line in docs/errors.md for every code, and none for others', () => {
    assert.deepEqual(documentedCodes('The loader'), codes.toSorted());
  });

  it('have a test that names every code', () => {
    assert.deepEqual(untestedCodes(codes), []);
  });
});

describe('PluginError', () => {
  it('carries code, hint and cause', () => {
    const cause = new Error('below');
    const error = new PluginError('ADDON_FAILED', 'Cannot do it', { cause, hint: 'Try again' });
    assert.deepEqual(
      { name: error.name, code: error.code, hint: error.hint, cause: error.cause },
      { name: 'PluginError', code: 'ADDON_FAILED', hint: 'Try again', cause },
    );
  });
});
