// Reads the loader's public API out of its declarations, with API Extractor. It brings a TypeScript of
// its own, because the one that compiles the project has no stable API.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { ApiModel, type ApiPackage } from '@microsoft/api-extractor-model';
import { packageVersion, projectPath } from '../../scripts/project/paths.js';

const NAME = 'wasmedge-plugin-kit';

export interface ExtractedApi {
  readonly api: ApiPackage;
  /** What is missing in the comments or the exports, each in a line. */
  readonly problems: readonly string[];
}

/** What the declarations are compiled with. */
const COMPILER = {
  target: 'es2022',
  lib: ['es2023', 'esnext.disposable', 'dom'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  strict: true,
  skipLibCheck: true,
  types: ['node'],
};

/** The API of `lib/loader/index.d.ts`, which must be compiled already. */
export function extractApi(): ExtractedApi {
  const entry = projectPath('lib', 'loader', 'index.d.ts');
  const directory = mkdtempSync(join(tmpdir(), 'plugkit-docs-'));
  const file = join(directory, 'api.json');
  const warning = { logLevel: ExtractorLogLevel.Warning };
  const problems: string[] = [];
  try {
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: projectPath(),
        mainEntryPointFilePath: entry,
        compiler: { overrideTsconfig: { compilerOptions: COMPILER, include: [entry] } },
        apiReport: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        docModel: { enabled: true, apiJsonFilePath: file },
        messages: {
          extractorMessageReporting: {
            default: warning,
            'ae-missing-release-tag': { logLevel: ExtractorLogLevel.None }, // everything is public
          },
          tsdocMessageReporting: { default: warning },
        },
      },
      configObjectFullPath: undefined,
      packageJson: { name: NAME, version: packageVersion() },
      packageJsonFullPath: projectPath('package.json'),
    });
    Extractor.invoke(config, {
      localBuild: true,
      messageCallback: (message) => {
        message.handled = true;
        if (message.logLevel === 'warning' || message.logLevel === 'error') {
          const place = `${message.sourceFilePath ?? entry}:${message.sourceFileLine ?? 1}`;
          problems.push(`${place} ${message.messageId}: ${message.text}`);
        }
      },
    });
    return { api: new ApiModel().loadPackage(file), problems };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
