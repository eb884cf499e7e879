import type {FactDeclaration} from '../model/fact.js';
import type {FlowNode} from '../model/flow.js';
import type {Chip, Claim, Flag, Page} from '../model/playbook.js';
import type {Remedy} from '../model/remedy.js';
import type {Located} from './located.js';
import type {PageLink} from './markdown.js';

/** A page or remedy with the links in its body. */
export interface Linked<T> extends Located<T> {
	readonly links: readonly PageLink[];
}

/** All that was read, each piece with the places of its parts: what the lints look at. */
export interface Draft {
	readonly nodes: Map<string, Located<FlowNode>>;
	readonly pages: Map<string, Linked<Page>>;
	readonly remedies: Map<string, Linked<Remedy>>;
	readonly facts: Map<string, Located<FactDeclaration>>;
	readonly flags: Map<string, Located<Flag>>;
	readonly chips: Map<string, Located<Chip>>;
	readonly claims: Map<string, Located<Claim>>;
}

export function emptyDraft(): Draft {
	return {
		nodes: new Map(),
		pages: new Map(),
		remedies: new Map(),
		facts: new Map(),
		flags: new Map(),
		chips: new Map(),
		claims: new Map(),
	};
}
