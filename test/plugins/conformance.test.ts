// What every plug-in of this project must do, in whatever language. A new plug-in adds one line.
import { conforms } from './conforms.js';

conforms('arith');
conforms('exports');
conforms('get-string');
conforms('get-string-cpp');
