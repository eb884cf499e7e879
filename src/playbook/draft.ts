import type {Response} from '../model/change.js';
import type {Patterns} from '../model/patterns.js';
import type {FactDeclaration} from '../model/fact.js';
import type {FlowNode} from '../model/flow.js';
import type {Framework} from '../model/framework.js';
import type {Chip, Claim, Flag, Page} from '../model/playbook.js';
import type {Citation, Remedy} from '../model/remedy.js';
import type {Tuning} from '../model/tuning.js';
import type {Located} from './located.js';
import type {PageLink} from './markdown.js';
import type {Group, Order, SharedSign, WrittenStage} from './schema.js';

/** A page or remedy with the links in its body. */
export interface Linked<T> extends Located<T> {
	readonly links: readonly PageLink[];
}

/**
 * What is there and could not be understood. One defect makes one complaint: what a broken piece is, leads to or says is taken
 * for granted until it can be read.
 */
export interface Broken {
	/** Files of which nothing is known but their words. */
	readonly files: Set<string>;
	/** Nodes and pages: `disk/full`, `terms/inode`, `remedies/delete-logs`. */
	readonly names: Set<string>;
	/** Names that stand in them, no matter what they are. */
	readonly words: Set<string>;
}

/** All that was read, each piece with the places of its parts: what the lints look at. */
export interface Draft {
	/** Verdicts have no stages and no remedies until `linkStages` was here. */
	readonly nodes: Map<string, Located<FlowNode>>;
	/** Stages of verdicts as written, by node. */
	readonly written: Map<string, readonly WrittenStage[]>;
	readonly groups: Map<string, Located<Group>>;
	readonly orders: Map<string, Located<Order>>;
	/** What pages share by name. It is read first. */
	readonly sources: Map<string, Located<Citation>>;
	readonly signs: Map<string, Located<SharedSign>>;
	readonly pages: Map<string, Linked<Page>>;
	readonly remedies: Map<string, Linked<Remedy>>;
	readonly facts: Map<string, Located<FactDeclaration>>;
	readonly flags: Map<string, Located<Flag>>;
	readonly chips: Map<string, Located<Chip>>;
	readonly responses: Map<string, Located<Response>>;
	/** What arrays of programs look like: one table, or none. */
	readonly patterns: Located<Patterns>[];
	readonly claims: Map<string, Located<Claim>>;
	readonly frameworks: Map<string, Located<Framework>>;
	/** The ladder of flag trials: one table, or none. */
	readonly tuning: Located<Tuning>[];
	/** What lints pass over, with the reason: `facts hbm.total`, `words GPU`. */
	readonly exemptions: Map<string, Located<string>>;
	readonly broken: Broken;
}

export function emptyDraft(): Draft {
	return {
		nodes: new Map(),
		written: new Map(),
		groups: new Map(),
		orders: new Map(),
		sources: new Map(),
		signs: new Map(),
		pages: new Map(),
		remedies: new Map(),
		facts: new Map(),
		flags: new Map(),
		chips: new Map(),
		responses: new Map(),
		patterns: [],
		claims: new Map(),
		frameworks: new Map(),
		tuning: [],
		exemptions: new Map(),
		broken: {files: new Set(), names: new Set(), words: new Set()},
	};
}

/** Whether a file of the table (`facts`, `flags`, `claims`) could not be read, so that nothing can be said to be missing from it. */
export function isTableBroken(draft: Draft, table: string): boolean {
	return [...draft.broken.files].some((file) => file.startsWith(`content/${table}`));
}

/** Notes a piece that cannot be understood. `flow` qualifies the nodes that it may name. */
export function noteBroken(draft: Draft, name: string, said: unknown, flow?: string): void {
	draft.broken.names.add(name);
	for (const word of wordsIn(said)) {
		draft.broken.words.add(word);
		if (flow !== undefined) draft.broken.words.add(`${flow}/${word}`);
	}
}

function wordsIn(said: unknown): readonly string[] {
	if (typeof said === 'string') return said.match(/[A-Za-z0-9][\w./-]*/g) ?? [];
	return typeof said === 'object' && said !== null ? Object.values(said).flatMap(wordsIn) : [];
}
