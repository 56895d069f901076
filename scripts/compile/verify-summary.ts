// The outcome of a verification for people: a grid of plug-ins by target, then what differs and why.
import pc from '../output/colours.js';
import { drawTable } from '../output/table.js';
import type { Difference } from './differences.js';
import type { Verification, VerifiedFile, VerifyResult } from './verify.js';

const COLOURS = { same: pc.green, different: pc.red, failed: pc.red };

function renderDifference(difference: Difference): string {
  const { section, offset, bytes, first, second, explanation, fix } = difference;
  return [
    `    ${section} at offset 0x${offset.toString(16)} (${bytes} bytes): ${first} and ${second}`,
    `      cause: ${explanation}`,
    `      fix:   ${fix}`,
  ].join('\n');
}

/** What follows from other differences is only counted. */
function renderFile({ file, differences }: VerifiedFile): string {
  const causes = differences.filter(({ cause }) => cause !== 'follows');
  const others = differences.length - causes.length;
  return [
    `  ${file}`,
    ...causes.map(renderDifference),
    ...(others > 0 ? [`    and ${others} more, which follow from these: see --json`] : []),
  ].join('\n');
}

function renderProblem({ name, target, files, log }: Verification): string {
  const differing = files.filter(({ differences }) => differences.length > 0).map(renderFile);
  return [`\n${pc.red(`${name} for ${target}`)}`, log, ...differing].filter(Boolean).join('\n');
}

/** Targets go down, plug-ins across. */
export function renderVerification({ verified, kept }: VerifyResult): string {
  const names = [...new Set(verified.map(({ name }) => name))];
  const rows = [...new Set(verified.map((other) => other.target))].map((target) => {
    const states = names.map((name) => {
      const one = verified.find((other) => other.name === name && other.target === target);
      return one ? COLOURS[one.state](one.state) : '';
    });
    return [target, ...states];
  });
  const count = (state: Verification['state']) =>
    verified.filter((other) => other.state === state).length;
  return [
    drawTable({ head: ['target', ...names], rows, grid: true }),
    ...verified.filter(({ state }) => state !== 'same').map(renderProblem),
    ...(kept === undefined ? [] : [`Both copies are in ${kept}`]),
    `${count('same')} the same, ${count('different')} different, ${count('failed')} failed`,
  ].join('\n');
}
