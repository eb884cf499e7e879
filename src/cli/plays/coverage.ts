import type {FlowNode} from '../../model/flow.js';
import type {Playbook} from '../../model/playbook.js';
import type {Remedy} from '../../model/remedy.js';
import type {Walk} from '../../model/walk.js';

/** What plays came to. */
export class Coverage {
	readonly nodes = new Set<string>();
	/** `node option`; `unsure` is one. */
	readonly ways = new Set<string>();
	/** `node option` that the evidence chose. */
	readonly inferred = new Set<string>();
	/** `remedy indicated 0` */
	readonly signs = new Set<string>();
	readonly remedies = new Set<string>();

	/** Notes a walk that stopped at what is open: what was passed over unasked covers nothing. */
	walked({trail, at}: Walk): void {
		this.nodes.add(at.id);
		for (const {node, by, option} of trail) {
			this.nodes.add(node.id);
			if (by === 'unsure') this.ways.add(`${node.id} unsure`);
			if (option === undefined) continue;
			this.ways.add(`${node.id} ${option}`);
			if (by === 'evidence') this.inferred.add(`${node.id} ${option}`);
		}
	}
}

/** How much of one kind is covered. */
export interface Share {
	readonly what: 'nodes' | 'edges' | 'options' | 'inferences' | 'remedies';
	readonly covered: number;
	readonly all: number;
	/** What is not, sorted. */
	readonly missing: readonly string[];
}

export const SIGNS = ['indicated', 'unlikely', 'ruledOut'] as const;

/** Holds what plays came to against all that there is, or all that is in the files that count. */
export function shares(
	{nodes, ways, inferred, signs, remedies}: Coverage,
	{flow, remedies: all}: Playbook,
	counts: (file: string) => boolean,
): readonly Share[] {
	const counted = Object.values(flow.nodes).filter((node) => counts(node.place.file) && !isJunction(node));
	const pages = all.filter(({place}) => counts(place.file));
	const questions = counted.filter((node) => node.kind === 'question');
	const options = questions.flatMap((node) => node.options.map(({id}) => `${node.id} ${id}`));
	const edges = [...options, ...questions.map(({id}) => `${id} unsure`)];
	const whens = questions.flatMap((node) => node.options.filter(({when}) => when).map(({id}) => `${node.id} ${id}`));
	return [
		share(
			'nodes',
			counted.map(({id}) => id),
			nodes,
		),
		share('edges', edges, ways),
		share('options', options, ways),
		share('inferences', [...whens, ...pages.flatMap(signsOf)], new Set([...inferred, ...signs])),
		share('remedies', pages.map(({id}) => id), remedies), // prettier-ignore
	];
}

// Not part of a trail, so no play can show that it came by.
function isJunction(node: FlowNode): boolean {
	return node.kind === 'question' && node.junction === true;
}

function signsOf(remedy: Remedy): readonly string[] {
	return SIGNS.flatMap((key) => remedy[key].map((_, index) => `${remedy.id} ${key} ${index}`));
}

function share(what: Share['what'], all: readonly string[], covered: ReadonlySet<string>): Share {
	const missing = all.filter((one) => !covered.has(one)).sort();
	return {what, all: all.length, covered: all.length - missing.length, missing};
}
