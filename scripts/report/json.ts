// The report as `--json` prints it; read.ts reads it again.
import type { Renderer } from './renderer.js';

export const renderJson: Renderer = (report) => `${JSON.stringify(report, null, 2)}\n`;
