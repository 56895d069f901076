// Colours for what a person reads: only on a terminal and without NO_COLOR. picocolors alone would
// also colour what a CI machine writes to files.
import pc from 'picocolors';

const onTerminal = Boolean(process.stdout.isTTY && process.stderr.isTTY);

export default pc.createColors(pc.isColorSupported && onTerminal);
