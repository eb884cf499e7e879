export {outcomeOf, routedOutcome, type Outcome} from './failure-class.js';
export {fingerprintOf, fingerprintParts} from './fingerprint.js';
export {github} from './github.js';
export {junit} from './junit.js';
export {prometheus} from './prometheus.js';
export {recordsOf, unreadableRecord, type FailureRecord, type InputName, type RecordContext} from './record.js';
export {sarif} from './sarif.js';
export {Summary, type FailureGroup} from './summary.js';
