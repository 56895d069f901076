// Bundles the script of the HTML report, which is in the page itself: lib/scripts/report/page/bundle.js.
import { build } from 'esbuild';

await build({
  entryPoints: ['lib/scripts/report/page/main.js'],
  outfile: 'lib/scripts/report/page/bundle.js',
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
});
