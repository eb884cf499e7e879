export {readProbeResults, type ProbeResults} from './results.js';
export {probeScript, type ProbeOptions} from './script.js';
export {TOPOLOGIES, variantsOf, type Variant} from './variants.js';
