import type {HloInstruction, HloModule} from '../../model/hlo.js';
import type {ProgramArgument} from '../../model/program.js';
import type {Flow} from '../dims/flow.js';
import {valueOf, viewsOf} from '../dims/values.js';
import {grouped} from '../grouped.js';

type ArgumentUse = ProgramArgument['use'];

/** Words in the path of an argument, the first that is there decides: `opt_state[0].mu['params']` is state. */
const WORDS: ReadonlyMap<string, ArgumentUse> = new Map(
	Object.entries({
		state:
			'opt opt_state opt_states optimizer optimizer_state optim mu nu ema ema_params momentum velocity trace exp_avg exp_avg_sq accumulator accumulators slots adam batch_stats',
		parameter:
			'params param parameters weights weight variables model actor critic policy ref_params reference_params base base_params frozen lora theta generator discriminator',
		cache:
			'cache caches kv_cache kv_caches kvcache kv past_key_values key_cache value_cache k_cache v_cache cached_key cached_value',
		input:
			'batch inputs input input_ids ids tokens token labels label targets target data image images mask positions position rng rngs key seed graph x y xs ys t timesteps noise latents audio mel video frames features nodes edges senders receivers observations obs actions rewards advantages prompts completions indices',
	} satisfies Record<ArgumentUse, string>).flatMap(([use, words]) =>
		words.split(' ').map((word): [string, ArgumentUse] => [word, use as ArgumentUse]),
	),
);

/** What decides the use of one argument. */
interface Evidence {
	readonly index: number;
	readonly name: string;
	readonly parameter: HloInstruction;
	readonly returned: boolean;
	readonly nodes: readonly number[];
	/** Sets of its dimensions. */
	readonly sets: readonly number[];
	readonly word?: ArgumentUse;
}

/** An argument, the instruction of the module before optimizations that it is, and its dimensions there. */
export interface DumpArgument extends ProgramArgument {
	readonly parameter: HloInstruction;
	readonly nodes: readonly number[];
}

/** Arguments of a program by its text before optimizations (else the scheduled one). `bytes` gives those of the device by number. */
export function argumentsOf(
	flow: Flow,
	after: HloModule | undefined,
	bytes: (index: number) => number | undefined,
): readonly DumpArgument[] {
	const {module, entry} = flow;
	if (!entry) return [];
	const evidence = evidenceOf(flow);
	const use = usesOf(flow, evidence);
	const taken = new Set((after ?? module).aliases.values());
	const offered = new Set([...module.donors, ...module.aliases.values(), ...(after?.donors ?? []), ...taken]);
	return evidence.map(({index, name, parameter, nodes}) => {
		const {sharding} = parameter;
		return {
			index,
			name,
			parameter,
			nodes,
			use: use(index),
			...(sharding !== undefined && {sharding}),
			replicated: module.partitions > 1 && (sharding === undefined || isReplicated(sharding)),
			offered: offered.has(index),
			donated: taken.has(index),
			bytes: bytes(index) ?? 0,
		};
	});
}

/** `{replicated}`, or a division into one piece. */
export function isReplicated(sharding: string): boolean {
	if (/\breplicated\b/.test(sharding)) return true;
	const pieces = /devices=\[([\d,]+)\]/.exec(sharding)?.[1]?.split(',').map(Number);
	if (!pieces) return false;
	const own = sharding.includes('last_tile_dim_replicate') ? pieces.slice(0, -1) : pieces;
	return own.every((count) => count === 1);
}

function evidenceOf({module, entry, unions}: Flow): Evidence[] {
	if (!entry) return [];
	const {computation} = entry;
	const root = computation.instructions[computation.root];
	const results = (root?.shape.leaves ?? []).map(plainShape);
	return [...computation.parameters].flatMap((position, index) => {
		const parameter = computation.instructions[position];
		const [view] = viewsOf(valueOf(entry, position));
		if (!parameter || !view) return [];
		// Each result is that of one argument: equal shapes pair up in order.
		const found = results.indexOf(plainShape(view.array));
		if (found >= 0) results[found] = '';
		const name = parameter.opName ?? parameter.name;
		const word = wordOf(name);
		return {
			index,
			name,
			parameter,
			returned: found >= 0 || [...module.aliases.values()].includes(index),
			nodes: view.nodes,
			sets: view.nodes.map((node) => unions.find(node)),
			...(word && {word}),
		};
	});
}

function plainShape({type, dims}: {readonly type: string; readonly dims: readonly number[]}): string {
	return `${type}[${dims.join()}]`;
}

function wordOf(name: string): ArgumentUse | undefined {
	const words = name.toLowerCase().match(/[a-z_]+/g) ?? [];
	for (const [place, word] of words.entries()) {
		const use = WORDS.get(word);
		// Words for inputs are too common to count inside a path: `params['attn']['mask']`.
		if (use && (use !== 'input' || place === 0)) return use;
	}
	return undefined;
}

/** `params['w']`: the name of a container. */
const CONTAINED = /^([A-Za-z_]\w*)[[.]/;

/** Words first, then what the data flow says; arguments of one container have one use. */
function usesOf(flow: Flow, evidence: readonly Evidence[]): (index: number) => ArgumentUse {
	const training =
		evidence.some(({word}) => word === 'state') || evidence.some((one) => one.word === 'parameter' && one.returned);
	const named = evidence.filter(({word}) => word === 'parameter');
	const isWhole = named.length > 0 && named.every(({parameter: {sharding}}) => !sharding || isReplicated(sharding));
	// Data has the batch first: whole numbers are data, what is named so, and what alone is divided, by its first dimension.
	const isData = (one: Evidence): boolean =>
		one.word === 'input' ||
		(one.word === undefined && (isIndexData(one) || (isWhole && !one.returned && isSplit(one))));
	const batch = new Set(evidence.filter(isData).map(({sets}) => sets[0]));
	const written = new Set(
		flow.indexed
			.filter(({by, written: is}) => is && by !== 'counter')
			.map(({dimension}) => flow.unions.find(dimension)),
	);
	const paths = named.map(({name}) => name.replace(/^\w+/, '')).filter((path) => path !== '');
	// What a step returns with the path of a parameter belongs to it: a moment, an average.
	const isState = ({word, returned, name}: Evidence): boolean =>
		!word && training && returned && paths.some((path) => name.endsWith(path));
	const decided = new Map<number, ArgumentUse>();
	for (const one of evidence)
		decided.set(one.index, isState(one) ? 'state' : (one.word ?? byFlow(one, training, batch, written)));
	const contained = evidence.filter(({name, word}) => CONTAINED.test(name) && !word);
	for (const members of grouped(contained, ({name}) => CONTAINED.exec(name)?.[1]).values()) {
		const uses = new Set(members.map(({index}) => decided.get(index)));
		const shared = uses.size > 1 && !uses.has('cache') && members.length > 2;
		const carriesBatch = members.some(({sets}) => sets.some((set) => batch.has(set)));
		if (shared) for (const {index} of members) decided.set(index, carriesBatch ? 'input' : 'parameter');
	}
	return (index) => decided.get(index) ?? 'input';
}

function byFlow(
	one: Evidence,
	training: boolean,
	batch: ReadonlySet<number | undefined>,
	written: ReadonlySet<number>,
): ArgumentUse {
	const rank = one.sets.length;
	if (isIndexData(one) || rank === 0) return training && one.returned && rank === 0 ? 'state' : 'input';
	const isWritten = one.sets.some((set) => written.has(set));
	if (one.returned && isWritten && rank >= 3 && !training) return 'cache';
	if (one.returned) return training ? 'parameter' : 'input';
	return one.sets.some((set) => batch.has(set)) ? 'input' : 'parameter';
}

/** `devices=[4,1]<=[4]`: divided by the first dimension alone. */
function isSplit({parameter: {sharding = ''}}: Evidence): boolean {
	return /devices=\[(?!1\b)\d+(?:,1)*\]/.test(sharding);
}

/** Whole numbers, truth values and bytes are data, not what is learned. Quantized weights (s8, s4) are not meant. */
function isIndexData({parameter}: Evidence): boolean {
	return /^(?:s32|s64|u8|u32|u64|s16|u16|pred)$/.test(parameter.shape.leaves[0]?.type ?? '');
}
