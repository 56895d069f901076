// Both packages, installed from their tarballs without scripts by every package manager and used.
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { currentTarget, type Target } from '../../loader/target.js';
import { readManifest } from '../../scripts/project/manifest.js';
import { packageVersion, projectPath } from '../../scripts/project/paths.js';
import { builtPlugin } from '../support/compile.js';
import { type Application, GREETING, installed } from './application.js';
import { MANAGERS } from './managers.js';

const target = (currentTarget() as Target).id;

for (const manager of MANAGERS) {
  describe(`the npm packages, installed by ${manager.title}`, () => {
    let plugin: string;

    before(async () => {
      plugin = await builtPlugin(await readManifest(projectPath('plugins/get-string')), target);
    });

    describe('in an application that uses plug-ins', () => {
      let application: Application;

      before(async function () {
        application = await installed(this, manager, 'loader');
      });

      it('are the loader and at most one package more', () => {
        application.assertInstalled('loader');
        const packages = application.packages();
        assert.ok(packages.includes('wasmedge-plugin-kit'));
        assert.ok(packages.length <= 2, packages.join(', '));
      });

      it('load a plug-in by explicit path and call it', async () => {
        assert.equal(await application.program([plugin]), GREETING);
      });

      it('load a plug-in by WASMEDGE_PLUGIN_PATH and call it', async () => {
        const env = { WASMEDGE_PLUGIN_PATH: dirname(plugin) };
        assert.equal(await application.program([], env), GREETING);
      });
    });

    describe('for an author of plug-ins', () => {
      let application: Application;
      let out: string;

      before(async function () {
        application = await installed(this, manager, 'plugkit', 'loader');
        out = join(application.directory, 'dist');
      });

      it('have a command', async () => {
        application.assertInstalled('plugkit');
        assert.equal(await application.plugkit('--version'), packageVersion());
      });

      it('audit a plug-in', async () => {
        const { reports } = JSON.parse(await application.plugkit('audit', plugin, '--json'));
        assert.equal(reports.length, 1);
        assert.equal(reports[0].verdict, 'pass');
      });

      it('explain what becomes of a plug-in', async () => {
        const { paths } = JSON.parse(await application.plugkit('explain', plugin, '--json'));
        assert.equal(paths[0].outcomes[0].state, 'loaded');
      });

      it('build a plug-in and run its cells, with worker threads and moving memories, too', async () => {
        const report = await application.plugkit(
          'test',
          'arith',
          '--plugins',
          projectPath('plugins'),
          '--out',
          out,
          '--target',
          target,
          '--path',
          'file',
          '--level',
          '8',
          '--json',
        );
        const { summary, cells } = JSON.parse(report);
        assert.equal(summary.passed, 1, report);
        assert.equal(cells[0].level.reached, 8, report);
      });
    });
  });
}
