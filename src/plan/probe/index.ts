export {readProbeResults, type ProbeResults} from './results.js';
export {probeScript, type ProbeOptions} from './script.js';
export {CHIPS, topologyOf} from './topologies.js';
export {allPlanned, variantsOf, type Planned, type Variant} from './variants.js';
