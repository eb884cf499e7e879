// Puts the pieces of a passage together: which figures, lists and codes belong to which failure.
import type {Fact} from '../model/fact.js';
import type {Code, Hint, Routed} from '../model/incident.js';
import {addPart, draftOf, type Draft} from './draft.js';
import {endsInside} from './ending.js';
import {families} from './messages/families.js';
import {statement, type Context, type Failure, type Label, type Part, type Piece} from './messages/piece.js';
import type {Passage} from './text/passage.js';

/** What a passage says. */
export interface Reported {
	readonly drafts: readonly Draft[];
	readonly routed: readonly Routed[];
	readonly hints: readonly Hint[];
}

/** Characters without blanks between a code and its message. */
const LABEL_REACH = 600;
/** Between words like `Suppressing OOM due to …:` and the failure they speak of. */
const CONTEXT_REACH = 240;
/** Between the pieces of one report; labels of entries are counted as theirs. */
const PART_REACH = 6000;
const NEAR_REACH = 400;
/** Of what stands elsewhere, the first of each kind counts; more of them say nothing more. */
const MOST_ELSEWHERE = 400;

/** Reads a passage of one host; `last`: the input ends with it. */
export function interpret(passage: Passage, host: string | undefined, last = false): Reported {
	const pieces = families.flatMap((family) => family(passage)).sort((a, b) => a.start - b.start || b.end - a.end);
	const assembly = new Assembly(passage, host);
	for (const piece of pieces) assembly.take(piece);
	return assembly.close(last);
}

class Assembly {
	readonly #passage: Passage;
	readonly #host: string | undefined;
	readonly #drafts: Draft[] = [];
	readonly #routed: (Routed & {readonly start: number})[] = [];
	readonly #hints: Hint[] = [];
	#open: Draft | undefined;
	/** Where the open draft's last piece ends. */
	#reached = 0;
	#label: Label | undefined;
	#context: Context | undefined;
	/** Until where the text is a copy of what came before. */
	#copyEnd = -1;
	#success = false;

	constructor(passage: Passage, host: string | undefined) {
		this.#passage = passage;
		this.#host = host;
	}

	take(piece: Piece): void {
		if (piece.start < this.#copyEnd && piece.kind !== 'context') return;
		switch (piece.kind) {
			case 'failure':
				this.#failure(piece);
				break;
			case 'part':
				this.#part(piece);
				break;
			case 'label':
				this.#labelled(piece);
				break;
			case 'context':
				this.#contextual(piece);
				break;
			case 'routed':
				if (this.#routed.length < MOST_ELSEWHERE) {
					this.#routed.push({kind: piece.what, at: piece.place, start: piece.start});
				}
				break;
			case 'hint':
				if (this.#hints.length < MOST_ELSEWHERE) {
					this.#hints.push({kind: piece.what as Hint['kind'], place: piece.place});
				}
				break;
		}
	}

	close(last: boolean): Reported {
		this.#dropLabel();
		if (last) this.#end();
		const drafts = this.#drafts.filter(
			(draft) => !draft.dropped && !(draft.form === 'memory_report' && this.#isIdle(draft)),
		);
		return {drafts, routed: this.#routed.filter((routed) => this.#isElsewhere(routed)), hints: this.#hints};
	}

	/** The input ends here: whether a message does, too. */
	#end(): void {
		const open = this.#open;
		const {length} = this.#passage.tight;
		if (!open || open.dropped) return;
		const bare = open.form === 'code_only';
		if (!endsInside(this.#passage, open.labelled ?? open.start, this.#reached, bare)) return;
		open.hints.push({kind: 'cut_inside', place: this.#passage.place(Math.max(0, length - 1), length)});
	}

	/** A report of a run that went well, or the mere words of one: people say which lines they did not find. */
	#isIdle(draft: Draft): boolean {
		return this.#success || !(draft.facts.size > 0 || draft.allocations.length > 0 || draft.arguments.length > 0);
	}

	#failure(failure: Failure): void {
		const label = this.#label && failure.start - this.#label.end <= LABEL_REACH ? this.#label : undefined;
		if (failure.weak && !label) return;
		if (!label) this.#dropLabel();
		const context =
			this.#context && failure.start - this.#context.end <= CONTEXT_REACH ? this.#context.says : undefined;
		this.#context = undefined;
		this.#label = undefined;
		const code = codeOf(failure, label);
		const draft = draftOf(this.#passage, failure, code, this.#host);
		if (label) this.#name(draft, label);
		this.#judge(draft, failure.start, context);
		if (label && label.code !== code && !isGeneric(label.code)) this.#codeOnly(label);
		this.#stitch(draft, failure);
		this.#begin(draft, failure.end);
	}

	/** A quotation that words a VMEM failure as a request of the run time: the same figures, one after the other. */
	#stitch(draft: Draft, failure: Failure): void {
		const before = this.#open;
		if (!before || draft.space !== 'vmem' || failure.start - this.#reached > LABEL_REACH) return;
		const asked = text(before.facts.get('request.size'));
		const free = text(before.facts.get('request.free'));
		if (asked === undefined || asked !== text(draft.facts.get('vmem.used'))) return;
		if (free !== text(draft.facts.get('vmem.capacity'))) return;
		before.dropped = true;
		draft.at = before.at;
		for (const name of ['replica', 'partition', 'program.name']) {
			const fact = before.facts.get(name);
			if (fact) draft.facts.set(name, fact);
		}
	}

	#part(part: Part): void {
		const reach = part.near ? NEAR_REACH : PART_REACH;
		if (this.#open && part.start - this.#reached <= reach && agrees(this.#open, part)) {
			addPart(this.#open, part);
			this.#reached = Math.max(this.#reached, part.end);
			return;
		}
		if (part.report === undefined || part.near) return;
		if (part.report !== 'hbm' && part.report !== 'vmem' && part.report !== 'smem') return;
		const failure: Failure = {
			...part,
			kind: 'failure',
			code: part.report === 'hbm' ? 'E1000' : 'E1001',
			form: 'memory_report',
			space: part.report,
		};
		const draft = draftOf(this.#passage, failure, failure.code, this.#host);
		draft.dropped = this.#passage.severityAt(part.start) === 'I' || (part.report !== 'hbm' && part.list !== true);
		const label = this.#label;
		if (label?.code === draft.code && part.start - label.end <= LABEL_REACH) {
			this.#label = undefined;
			this.#name(draft, label);
		}
		this.#begin(draft, part.end);
	}

	#begin(draft: Draft, end: number): void {
		this.#drafts.push(draft);
		this.#open = draft;
		this.#reached = end;
	}

	#labelled(label: Label): void {
		if (!label.behind) {
			this.#dropLabel();
			this.#label = label;
			return;
		}
		const open = this.#open;
		if (this.#label?.code === label.code) return;
		if (open && !open.dropped && open.code === label.code) return;
		if (open?.undecided && label.start - this.#reached <= PART_REACH && sameKind(open.code, label.code)) {
			open.code = label.code;
			open.codeAt = this.#passage.place(label.start, label.end);
			return;
		}
		if (!open || label.start - this.#reached > PART_REACH) this.#codeOnly(label);
	}

	#contextual(context: Context): void {
		if (context.says === 'success') {
			this.#success = true;
			return;
		}
		if (context.says !== 'copy') {
			this.#context = context;
			return;
		}
		if (this.#open && context.start - this.#reached <= PART_REACH) {
			const close = this.#passage.tight.indexOf("']", context.end);
			const fresh = this.#passage.freshLine(context.end);
			this.#copyEnd = close < 0 ? this.#passage.lineEnd(context.end) : Math.min(close, fresh);
		}
	}

	/** A code that no words followed stands for its failure. */
	#dropLabel(): void {
		const label = this.#label;
		this.#label = undefined;
		if (label && !(this.#open?.code === label.code && label.start - this.#reached <= NEAR_REACH)) this.#codeOnly(label);
	}

	#codeOnly(label: Label): void {
		const failure: Failure = {...label, kind: 'failure', form: 'code_only', facts: []};
		const draft = draftOf(this.#passage, failure, label.code, this.#host);
		this.#name(draft, label);
		this.#judge(draft, label.start, this.#contextOf(label.start));
		this.#begin(draft, label.end);
	}

	/** What the words before a failure make of it. Each counts for one failure. */
	#contextOf(start: number): Context['says'] | undefined {
		const context = this.#context;
		if (!context || start < context.start) return undefined;
		this.#context = undefined;
		return start - context.end <= CONTEXT_REACH ? context.says : undefined;
	}

	#judge(draft: Draft, start: number, context: Context['says'] | undefined): void {
		draft.suppressed = context === 'suppressed';
		draft.dropped = context === 'retry' || context === 'recovered' || this.#passage.severityAt(start) === 'I';
	}

	#name(draft: Draft, label: Label): void {
		if (label.code !== draft.code) return;
		draft.codeAt ??= this.#passage.place(label.start, label.end);
		if (!label.behind) draft.labelled = label.start;
		if (label.name === undefined) return;
		draft.facts.set('error.name', statement(this.#passage, 'codes', 'error.name', label.name, label));
	}

	/** Words of a kernel's failure that has its own code are not sent elsewhere. */
	#isElsewhere(routed: Routed & {readonly start: number}): boolean {
		if (routed.kind !== 'mosaic') return true;
		return !this.#drafts.some((draft) => draft.start >= routed.start && draft.start - routed.start <= LABEL_REACH * 2);
	}
}

/** A printed code decides between families that word their failures alike; words decide everything else. */
function codeOf(failure: Failure, label: Label | undefined): Code {
	if (!label || label.code === failure.code) return failure.code;
	return failure.open && sameKind(failure.code, label.code) ? label.code : failure.code;
}

function sameKind(a: Code, b: Code): boolean {
	return (a === 'E0100' || a === 'E0101') && (b === 'E0100' || b === 'E0101');
}

function isGeneric(code: Code): boolean {
	return code.startsWith('E00');
}

/** Whether a report can be part of a failure: it speaks of the same memory. */
function agrees(draft: Draft, part: Part): boolean {
	if (part.report === undefined) return true;
	return draft.space === part.report || (part.report !== 'vmem' && draft.space !== 'vmem' && draft.space !== 'smem');
}

function text(fact: Fact | undefined): string | undefined {
	return fact?.value.text;
}
