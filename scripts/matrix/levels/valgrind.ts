// Level 10: the cell's process under valgrind's memcheck. The whole process is watched, V8 included,
// but only what passes through the plug-in's own code counts.
import type { Fault } from '../../process/end.js';

/** The words before a command. V8 writes code at run time, which valgrind has to notice. */
export function valgrindCommand(program: string, report: string): [string, ...string[]] {
  return [
    program,
    '--smc-check=all-non-file',
    '--leak-check=full',
    '--show-leak-kinds=definite',
    '--error-limit=no',
    '--num-callers=40',
    '--xml=yes',
    `--xml-file=${report}`,
  ];
}

const tag = (name: string, xml: string) =>
  new RegExp(`<${name}>([^]*?)</${name}>`).exec(xml)?.[1] ?? '';

const all = (name: string, xml: string) =>
  [...xml.matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, 'g'))].map(
    (match) => match[1] as string,
  );

/** The text of XML without tags. */
const plain = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/**
 * What memcheck holds against a plug-in.
 * @param xml memcheck's report; that of a process which died ends early
 * @param plugin the path of the plug-in's file
 */
export function readMemcheck(xml: string, plugin: string): Fault | null {
  const found = all('error', xml).flatMap((error) => {
    // The first stack is where it happened, others where the memory came from.
    const frames = all('frame', tag('stack', error));
    const own = frames.find((frame) => plain(tag('obj', frame)) === plugin);
    if (!own) return [];
    const what = plain(tag('text', tag('xwhat', error)) || tag('what', error));
    const [file, line] = [tag('file', own), tag('line', own)];
    const place = plain(tag('fn', own)) || tag('ip', own);
    return [`${what}, in ${place}${file && ` (${plain(file)}:${line})`}`];
  });
  if (found.length === 0) return null;
  const [first] = found;
  return {
    code: 'MEMORY_ERROR',
    reason: `${found.length} memory errors in the plug-in; the first: ${first}`,
  };
}
