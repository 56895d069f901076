// Reads saved reports of the matrix.
import { readFileSync, statSync } from 'node:fs';
import { Ajv } from 'ajv';
import { CommandError } from '../errors.js';
import { requirePath } from '../flags/given-paths.js';
import { type MatrixReport, MOST_CELLS, REPORT_VERSION } from '../matrix/report.js';
import { packageVersion, projectPath } from '../project/paths.js';

/** Bytes: many times what the largest matrix takes. */
const SIZE_LIMIT = 2 ** 28;

function unusable(path: string, why: string, hint: string, cause?: unknown): CommandError {
  return new CommandError('REPORT_UNUSABLE', `Cannot use report ${path}: ${why}`, { hint, cause });
}

function parse(path: string): unknown {
  requirePath(path, 'read report');
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > SIZE_LIMIT) throw new Error(`it has ${size} bytes, expected at most ${SIZE_LIMIT}`);
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const message = `Cannot read report ${path}: ${(cause as Error).message}`;
    throw new CommandError('FILE_UNREADABLE', message, { cause });
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')); // as some editors and shells of Windows write it
  } catch (cause) {
    const hint = "Save reports with 'plugkit test --report <file>.json'";
    throw unusable(path, `${(cause as Error).message}, expected JSON`, hint, cause);
  }
}

/** What the schema does not say, or says only after long work. */
function checkSize(path: string, { cells, runs }: Partial<MatrixReport>): void {
  const lists = [cells, ...(Array.isArray(runs) ? runs.map((run) => run?.shard?.matrix) : [])];
  const count = Math.max(...lists.map((list) => (Array.isArray(list) ? list.length : 0)));
  if (count <= MOST_CELLS) return;
  const hint = 'Run fewer plug-ins, targets or Nodes at a time';
  throw unusable(path, `it has ${count} cells, expected at most ${MOST_CELLS}`, hint);
}

function checkShards(path: string, { runs }: MatrixReport): void {
  for (const { machine, shard } of runs) {
    if (shard === null || shard.index <= shard.count) continue;
    const why = `${machine} ran shard ${shard.index}/${shard.count}, expected at most ${shard.count}/${shard.count}`;
    throw unusable(path, why, 'The report was changed after it was written: run the shard again');
  }
}

/**
 * A report that this version of plugkit wrote.
 * @throws {CommandError} FILE_NOT_FOUND, FILE_UNREADABLE; REPORT_UNUSABLE for one of another version, with more cells than are read, or no
 * report
 */
export function readReport(path: string): MatrixReport {
  const report = parse(path) as MatrixReport;
  const versions = [
    ['its report version', report?.reportVersion, REPORT_VERSION],
    ['its plugkit version', report?.toolVersion, packageVersion()],
  ] as const;
  for (const [what, actual, expected] of versions) {
    // Without a version it is no report at all, which the schema says better.
    if (actual === undefined || actual === expected) continue;
    const hint = 'Write and read reports with the same version of plugkit';
    throw unusable(path, `${what} is ${actual}, expected ${expected}`, hint);
  }
  checkSize(path, report ?? {});
  const schema = JSON.parse(readFileSync(projectPath('docs/matrix.schema.json'), 'utf8'));
  const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
  if (validate(report)) {
    checkShards(path, report);
    return report;
  }
  const problems = validate.errors?.map(
    ({ instancePath, message, params }) =>
      `${instancePath || 'it'} ${message}${params.additionalProperty ? ` ('${params.additionalProperty}')` : ''}`,
  );
  throw unusable(path, problems?.join('; ') ?? '', 'docs/matrix.schema.json says what fits');
}
