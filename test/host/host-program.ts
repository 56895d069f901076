// Compiles a C++ test program with sources of the host library, the way the library itself is compiled:
// without the C++ runtime library. Used by tests of its pure parts.
import { basename, join } from 'node:path';
import { projectPath } from '../../scripts/project/paths.js';
import { compile } from '../support/compile.js';
import type { Sanitizer } from './host-library.js';

const FLAGS = ['-fno-exceptions', '-fno-rtti', '-fno-threadsafe-statics', '-Wall', '-Wextra'];

/**
 * @param program path of its source, from the project's root
 * @param sources names in loader/native/host/
 * @param sanitizer a compiler to use instead of the project's; it links its own C++ library
 * @returns the path of the executable
 */
export async function compileHostProgram(
  program: string,
  sources: readonly string[],
  directory: string,
  sanitizer: Partial<Sanitizer> = {},
): Promise<string> {
  const host = projectPath('loader/native/host');
  const includeDirs = [projectPath('include'), projectPath('loader/native')];
  const output = join(directory, basename(program, '.cc'));
  if (sanitizer.compiler) {
    return compile({
      output,
      language: 'c++',
      includeDirs,
      ...sanitizer,
      sources: [projectPath(program), ...sources.map((name) => join(host, name))],
      flags: [...FLAGS, ...(sanitizer.flags ?? [])],
    });
  }
  const files = [
    projectPath(program),
    projectPath('loader/native/runtime.cc'),
    ...sources.map((name) => join(host, name)),
  ];
  const objects: string[] = [];
  for (const file of files) {
    objects.push(
      await compile({
        sources: [file],
        output: join(directory, `${basename(file)}.o`),
        language: 'c++',
        includeDirs,
        flags: ['-c', ...FLAGS],
      }),
    );
  }
  return compile({ sources: objects, output, language: 'c' });
}
