/** Names of topologies as the compiler takes them: chip and layout of chips, `v5e:2x4`. Tried with libtpu 0.0.42.1. */

import {dumpedChip} from '../../model/dumped-chip.js';

interface Generation {
	/** The smallest layout that it takes: the chips of one host. */
	readonly host: readonly number[];
	readonly devicesPerChip: 1 | 2;
	/** The compiler's name, where it is not the chip's id. */
	readonly name?: string;
}

const GENERATIONS: Readonly<Record<string, Generation>> = {
	v2: {host: [2, 2], devicesPerChip: 2},
	v3: {host: [2, 2], devicesPerChip: 2},
	v4: {host: [2, 2, 1], devicesPerChip: 1},
	v5e: {host: [2, 2], devicesPerChip: 1},
	v5p: {host: [2, 2, 1], devicesPerChip: 1},
	v6e: {host: [2, 2], devicesPerChip: 1},
	v7x: {host: [2, 2, 1], devicesPerChip: 2, name: 'tpu7x'},
};

/** Chips that can be asked about, the least memory to a device first. */
const BY_MEMORY = ['v2', 'v3', 'v5e', 'v4', 'v6e', 'v7x', 'v5p'];

/** Ids of the chips that can be asked about. */
export const CHIPS: readonly string[] = Object.keys(GENERATIONS);

/** The smallest topology of a chip; what is a topology already stays. */
export function topologyOf(chip: string): string {
	const generation = generationOf(chip);
	return generation && !chip.includes(':') ? written(chip, generation.host) : chip;
}

/** The same chip with twice the devices; undefined where the layout is not understood. */
export function twiceAs(topology: string): string | undefined {
	const parsed = parse(topology);
	return parsed && written(parsed.chip, doubled(parsed.layout));
}

/** Chips with more memory to a device, nearest first, in as many devices; those that cannot have that many are left out. */
export function largerThan(topology: string): readonly {readonly chip: string; readonly topology: string}[] {
	const parsed = parse(topology);
	if (!parsed) return [];
	const devices = chipsIn(parsed.layout) * parsed.generation.devicesPerChip;
	return BY_MEMORY.slice(BY_MEMORY.indexOf(parsed.chip) + 1).flatMap((chip) => {
		const larger = ofDevices(chip, devices);
		return larger === undefined ? [] : [{chip, topology: larger}];
	});
}

/**
 * The topology of a dump, from its topology.textproto, target_arguments.txt and compile_options.textproto, whichever are there;
 * undefined where they name no chip that is known. A part of a host gives the smallest topology, which holds its devices.
 */
export function topologyOfDump(text: string): string | undefined {
	const chip = dumpedChip(text);
	const generation = chip === undefined ? undefined : generationOf(chip);
	if (chip === undefined || !generation) return undefined;
	const [perHost, hosts] = ['chips_per_host_bounds', 'host_bounds'].map((name) =>
		/x: (\d+)\s+y: (\d+)(?:\s+z: (\d+))?/
			.exec(new RegExp(`\\b${name} \\{([^}]*)`).exec(text)?.[1] ?? '')
			?.slice(1)
			.map((extent: string | undefined) => Number(extent ?? 1)),
	);
	if (perHost && hosts) {
		const layout = generation.host.map((_, at) => (perHost[at] ?? 1) * (hosts[at] ?? 1));
		if (layout.every((extent, at) => extent % (generation.host[at] ?? 1) === 0)) return written(chip, layout);
	}
	const devices = [...text.matchAll(/(?:replica|computation)_count: (\d+)/g)].map((match) => Number(match[1]));
	return ofDevices(chip, Math.max(1, ...devices)) ?? topologyOf(chip);
}

function ofDevices(chip: string, devices: number): string | undefined {
	const generation = generationOf(chip);
	if (!generation) return undefined;
	let layout = generation.host;
	while (chipsIn(layout) * generation.devicesPerChip < devices) layout = doubled(layout);
	return chipsIn(layout) * generation.devicesPerChip === devices ? written(chip, layout) : undefined;
}

/** Twice as long where it is shortest, at the end among equals: 2x2, 2x4, 4x4, …; 2x2x1, 2x2x2, 2x2x4, … */
function doubled(layout: readonly number[]): readonly number[] {
	const at = layout.lastIndexOf(Math.min(...layout));
	return layout.map((extent, index) => (index === at ? 2 * extent : extent));
}

function parse(topology: string) {
	const [name = '', layout = ''] = topology.split(':', 2);
	const chip = CHIPS.find((id) => (GENERATIONS[id]?.name ?? id) === name);
	const generation = chip === undefined ? undefined : generationOf(chip);
	const extents = layout.split('x').map(Number);
	const understood =
		extents.length === generation?.host.length && extents.every((one) => Number.isInteger(one) && one > 0);
	return chip !== undefined && generation && understood ? {chip, generation, layout: extents} : undefined;
}

function generationOf(chip: string): Generation | undefined {
	return Object.hasOwn(GENERATIONS, chip) ? GENERATIONS[chip] : undefined;
}

function written(chip: string, layout: readonly number[]): string {
	return `${generationOf(chip)?.name ?? chip}:${layout.join('x')}`;
}

function chipsIn(layout: readonly number[]): number {
	return layout.reduce((product, extent) => product * extent, 1);
}
