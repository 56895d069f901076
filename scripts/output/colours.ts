// Colours for what a person reads: on a terminal, unless NO_COLOR is set; elsewhere when FORCE_COLOR is (but
// to 0 or false). picocolors alone would also colour what a CI machine writes to files.
import pc from 'picocolors';

/** @param variables the environment */
export function usesColours(variables: NodeJS.ProcessEnv, onTerminal: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = variables;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return onTerminal && TERM !== 'dumb';
}

const coloursOf = ({ isTTY }: NodeJS.WriteStream) =>
  pc.createColors(usesColours(process.env, isTTY === true));

/** For standard error, which may be a terminal when standard output is none, and the other way round. */
export const errorColours = coloursOf(process.stderr);

/** For standard output. */
export default coloursOf(process.stdout);
