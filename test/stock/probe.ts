// The plug-in fixtures/probe.c: how it is compiled, and what probe.wat's exports give with it, call by
// call in one instance: the same in every host and mode. Used by probe.test.ts and reverse.test.ts.
import { join } from 'node:path';
import { compile } from '../support/compile.js';
import { buildDirectory, source } from './driver.js';

export interface ProbeOptions {
  /** The plug-in's name. */
  name: string;
  /** The directory of the WasmEdge headers. */
  include: string;
  /** The libraries to link against; without one, the API's functions are left undefined. */
  libraries?: readonly string[];
  /** Macros of probe.c. */
  macros?: readonly string[];
}

/** @returns the path of the library. */
export function buildProbe({
  name,
  include,
  libraries = [],
  macros = [],
}: ProbeOptions): Promise<string> {
  return compile({
    sources: [source('fixtures/probe.c')],
    output: join(buildDirectory, `${name.replaceAll(' ', '-')}.so`),
    language: 'c',
    includeDirs: [include],
    libraries,
    flags: ['-shared', `-DPROBE_NAME="${name}"`, ...macros.map((macro) => `-D${macro}`)],
  });
}

export interface ProbeCase {
  /** An export and its arguments, as driver.c reads them. */
  call: string;
  /** The results, `user CODE` when a host function failed, or `trap`. */
  gives: string;
}

export const PROBE_CASES: readonly ProbeCase[] = [
  { call: 'add i32:1 i32:2', gives: '3' },
  { call: 'add i32:2147483647 i32:1', gives: '-2147483648' },
  {
    call: 'reverse i64:-9223372036854775808 f32:1.5 f64:0.1',
    gives: '0.1 1.5 -9223372036854775808',
  },
  { call: 'reverse i64:-1 f32:-inf f64:nan', gives: 'NaN -Infinity -1' },
  { call: 'mirror i64:1 i64:2', gives: '144115188075855872 72057594037927936' },
  { call: 'count', gives: '1' },
  { call: 'count', gives: '2' },
  { call: 'fail i32:77', gives: 'user 77' },
  { call: 'add i32:20 i32:22', gives: '42' },
  { call: 'call_back i32:21', gives: '42' },
  { call: 'load i32:16', gives: '112' },
  { call: 'fill i32:100 i32:3 i32:65', gives: '65' },
  { call: 'load i32:102', gives: '65' },
  { call: 'load i32:103', gives: '0' },
  { call: 'fill i32:65530 i32:100 i32:1', gives: 'user 99' },
  { call: 'grow i32:1', gives: '1' },
  { call: 'fill i32:65530 i32:100 i32:1', gives: '1' },
  { call: 'grow i32:1', gives: '-1' },
  { call: 'load i32:16', gives: '112' },
  { call: 'load i32:-1', gives: 'trap' },
  { call: 'indirect i32:4 i32:5 i32:0', gives: '9' },
  { call: 'indirect i32:4 i32:5 i32:1', gives: 'trap' },
  { call: 'indirect i32:4 i32:5 i32:2', gives: 'trap' },
  { call: 'answer', gives: '42' },
  { call: 'set_answer i64:-7', gives: '-7' },
  { call: 'answer', gives: '-7' },
];
