import assert from 'node:assert/strict';
import { rewriteLinks } from '../../../scripts/dev/links.js';

describe('rewriteLinks()', () => {
  const context = {
    from: 'packages/plugkit/README.md',
    to: 'README.md',
    shipped: new Map([['docs/cli.md', 'docs/cli.md']]),
    repository: 'https://example.org/kit',
    version: '1.2.3',
  };
  const rewrite = (text: string) => rewriteLinks(text, context);

  it('leads to files of the package by their places there', () => {
    assert.equal(rewrite('[a](../../docs/cli.md#tools)'), '[a](docs/cli.md#tools)');
  });

  it('leads to other files and folders in the repository, at the version', () => {
    const at = (kind: string, path: string) =>
      `[a](https://example.org/kit/${kind}/v1.2.3/${path})`;
    assert.equal(rewrite('[a](../../docs/host-call.md)'), at('blob', 'docs/host-call.md'));
    assert.equal(rewrite('[a](../../plugins/)'), at('tree', 'plugins'));
  });

  it('leaves addresses, places in the page and code as they are', () => {
    const text =
      '[a](https://wasmedge.org) [b](#more)\n\n    [c](gone.md)\n\n```js\n[d](gone.md)\n```\n';
    assert.equal(rewrite(text), text);
  });

  it('refuses a link to nothing', () => {
    assert.throws(() => rewrite('[a](gone.md)'), {
      code: 'FILE_UNREADABLE',
      message: 'Cannot pack packages/plugkit/README.md: it links to gone.md, which does not exist',
    });
  });
});
