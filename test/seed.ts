// Laws are tried at random. In `npm test` the draws are the same each time, so that a failure is the fault of a change and
// not of chance; `npm run test:long` draws anew, and many more.
import fc from 'fast-check';

if (!process.env['LONG']) fc.configureGlobal({seed: 20_261_120});
