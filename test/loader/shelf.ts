// The plug-in test/fixtures/loader/shelf.c.
import { linkLibraries } from '../support/compile.js';
import { compilePlugin } from './mirror.js';

let file: Promise<string> | undefined;

/** The plug-in's file; compiled once a process. */
export function shelfFile(): Promise<string> {
  file ??= linkLibraries().then((libraries) =>
    compilePlugin('shelf', ['test/fixtures/loader/shelf.c'], libraries),
  );
  return file;
}
