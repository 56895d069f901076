// The plug-in test/fixtures/loader/inherited.c; compiled once a process, since a plug-in can be loaded from
// one file only.
import { currentTarget, type Target } from '../../loader/target.js';
import { compilePlugin } from '../loader/mirror.js';
import { linkLibraries } from './compile.js';

let file: Promise<string> | undefined;

/** The plug-in's file. */
export function inheritedFile(): Promise<string> {
  file ??= linkLibraries((currentTarget() as Target).id).then((libraries) =>
    compilePlugin('inherited', ['test/fixtures/loader/inherited.c'], libraries),
  );
  return file;
}
