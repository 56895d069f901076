import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { readEnvironment } from '../../../scripts/flags/environment.js';

describe('readEnvironment()', () => {
  it('takes the cache directory from PLUGKIT_CACHE_DIR, as an absolute path', () => {
    assert.equal(readEnvironment({ PLUGKIT_CACHE_DIR: 'c' }).cacheDirectory, resolve('c'));
    assert.match(readEnvironment({ PLUGKIT_CACHE_DIR: '' }).cacheDirectory, /wasmedge-plugin-kit/);
  });

  it('takes tools from their variables', () => {
    const { tools } = readEnvironment({ ZIG: '/z', CMAKE: '/c', NINJA: '/n' });
    assert.deepEqual(tools, { zig: '/z', cmake: '/c', ninja: '/n' });
  });

  it('lets the command line win, and cannot be changed afterwards', () => {
    const environment = readEnvironment({}, { jobs: 7 });
    assert.equal(environment.jobs, 7);
    assert.throws(() => Object.assign(environment, { jobs: 8 }), TypeError);
  });
});
