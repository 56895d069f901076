// The shape of a renderer, one file a format; write.ts lists them. All are pure functions of the report.
import type { MatrixReport } from '../matrix/report.js';

export type Renderer = (report: MatrixReport) => string;
