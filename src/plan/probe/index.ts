export {readProbeResults, resultText, type ProbeLine, type ProbeResults} from './results.js';
export {CHIPS, largerThan, topologyOf, topologyOfDump} from './topologies.js';
export {allPlanned, flagsToTry, variantsOf, type Planned, type Variant} from './variants.js';
