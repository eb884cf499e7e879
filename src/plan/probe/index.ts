export {provenUpgrade, readProbeResults, resultText, type ProbeLine, type ProbeResults} from './results.js';
export {CHIPS, topologyOf, topologyOfDump} from './topologies.js';
export {
	allowed,
	allPlanned,
	devicesOf,
	flagsToTry,
	variantsOf,
	type FlagToTry,
	type Planned,
	type Variant,
} from './variants.js';
