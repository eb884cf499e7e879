/** Figures of the scoring script and of calibration, over crashes with known truth. */
import path from 'node:path';
import type {Diagnosis} from '../src/model/diagnosis.js';
import type {Playbook} from '../src/model/playbook.js';
import {parseSize} from '../src/model/size.js';
import {diagnoseText} from './diagnose-text.js';
import {KEEPS_RESULTS, kindsThatHelped, resultsByKind} from './kinds.js';
import type {Case, Fix} from './lab-cases.js';

/** How often something was so. */
export class Rate {
	hits = 0;
	all = 0;

	add(hit: boolean, times = 1): boolean {
		this.all += times;
		if (hit) this.hits += times;
		return hit;
	}

	get percent(): number {
		return this.all === 0 ? NaN : (100 * this.hits) / this.all;
	}

	toString(): string {
		return this.all === 0 ? '–' : `${this.percent.toFixed(1)} (${this.hits}/${this.all})`;
	}
}

/**
 * hit1 … short3 as in the scoring script · listFirst: where the log has no list, getting one comes first · estimated: open remedies
 * that have an estimate, where there is a list · within: measured savings inside their estimate · closesTrue: "this closes the gap"
 * was measured to be so, for plans of one step.
 */
export const FIGURES = [
	'hit1',
	'hit3',
	'root3',
	'precise',
	'kept',
	'short3',
	'listFirst',
	'estimated',
	'within',
	'closesTrue',
] as const;

export interface Score {
	readonly rates: Readonly<Record<(typeof FIGURES)[number], Rate>>;
	/** For each remedy with a change: how often its estimate was right, and how wide its ranges were, as shares of all HBM used. */
	readonly changes: ReadonlyMap<string, {readonly within: Rate; readonly widths: readonly number[]}>;
	readonly misses: readonly string[];
}

const OURS = /^E(0100|0101|0102|1000)$/;

/** Diagnoses each case and holds it against its truth; `see` is shown each diagnosis. */
export function score(cases: readonly Case[], playbook: Playbook, see?: (diagnosis: Diagnosis) => void): Score {
	const rates = Object.fromEntries(FIGURES.map((name) => [name, new Rate()])) as Score['rates'];
	const changes = new Map<string, {within: Rate; widths: number[]}>();
	const misses: string[] = [];
	for (const one of cases) {
		const found = diagnoseText(playbook, path.basename(one.log), one.text);
		const diagnosis = found.find(({analysis}) => analysis.incident.code === one.truth.code) ?? found[0];
		if (!diagnosis) {
			if (OURS.test(one.truth.code)) misses.push(`${one.name}: no incident`);
			continue;
		}
		if (OURS.test(one.truth.code)) scoreRanking(one, diagnosis);
		scoreEstimates(one, diagnosis);
		scorePlan(one, diagnosis);
		see?.(diagnosis);
	}
	return {rates, changes, misses};

	function scoreRanking(one: Case, diagnosis: Diagnosis): void {
		const kinds = rankedKinds(diagnosis);
		const {fixes} = one.truth;
		if (fixes) scoreAgainstLab(one, diagnosis, kinds, fixes);
		else scoreAgainstField(one, diagnosis, kinds);
	}

	function scoreAgainstField(one: Case, diagnosis: Diagnosis, kinds: readonly string[]): void {
		const helped = kindsThatHelped(one.truth.resolution_kind);
		if (!helped) return;
		const position = kinds.findIndex((kind) => helped.has(kind));
		rates.hit1.add(position === 0);
		if (rates.hit3.add(position >= 0 && position < 3)) return;
		const first = kinds.slice(0, 3).join(' ');
		misses.push(
			`${one.name}: ${one.truth.resolution_kind ?? ''} helped, at ${position + 1}; first ${first} [${diagnosis.verdict.id}]`,
		);
	}

	function scoreAgainstLab(one: Case, diagnosis: Diagnosis, kinds: readonly string[], fixes: readonly Fix[]): void {
		const results = resultsByKind(fixes);
		const fits = [...results].filter(([, result]) => result === 'fits').map(([kind]) => kind);
		const usable = fits.filter((kind) => kind !== 'bigger_tpu');
		const top = kinds.filter((kind) => kind !== 'bigger_tpu' && results.has(kind)).slice(0, 3);
		const right = top.filter((kind) => fits.includes(kind));
		if (usable.length === 0) return;
		const says = `first ${top.join(' ')}; ${usable.join(' ')} fit`;
		if (one.truth.message_form === 'hlo_temporaries') {
			rates.listFirst.add(diagnosis.remedies[0]?.remedy.kind === 'profile');
			if (!rates.short3.add(right.length > 0)) misses.push(`${one.name}: without a list: ${says}`);
			return;
		}
		if (!rates.hit1.add(fits.includes(top[0] ?? ''))) misses.push(`${one.name}: hit1: ${says}`);
		if (!rates.hit3.add(right.length > 0)) misses.push(`${one.name}: hit3: ${says}`);
		const root = usable.filter((kind) => KEEPS_RESULTS.has(kind));
		if (root.length > 0 && !rates.root3.add(top.some((kind) => root.includes(kind)))) {
			misses.push(`${one.name}: root3: ${says}`);
		}
		const most = Math.min(3, usable.length);
		rates.precise.add(true, Math.min(most, right.length));
		rates.precise.add(false, most - Math.min(most, right.length));
		const wrong = top.slice(0, most).filter((kind) => !fits.includes(kind));
		if (wrong.length > 0) misses.push(`${one.name}: precise: ${wrong.join(' ')} wrong; ${says}`);
		const out = diagnosis.remedies
			.filter((found) => found.standing === 'ruled out')
			.map(({remedy}) => remedy.kind as string);
		for (const kind of usable) {
			if (!rates.kept.add(!out.includes(kind) || kinds.includes(kind))) misses.push(`${one.name}: rules out ${kind}`);
		}
	}

	function scoreEstimates(one: Case, diagnosis: Diagnosis): void {
		const {fixes} = one.truth;
		const base = bytes(one.truth.used ?? one.truth.hlo_temporaries);
		if (!fixes || base === undefined) return;
		const open = diagnosis.remedies.filter(
			(found) => found.role !== 'inform' && (found.standing === 'indicated' || found.standing === 'possible'),
		);
		if (one.truth.message_form !== 'hlo_temporaries') {
			for (const found of open) rates.estimated.add(found.estimate !== undefined);
		}
		for (const fix of fixes) {
			const by = remedyOf(fix);
			const estimate = open.find((ranked) => ranked.remedy.id === by && ranked.estimate)?.estimate;
			const after = bytes(fix.used_or_peak);
			if (!by || !estimate || after === undefined || !isMeasured(fix)) continue;
			// A larger chip can be compared only where the one that is named is the one that was tried.
			if (by === 'bigger-chip' && !namesChip(estimate.basis, fix.change, playbook)) continue;
			const saved = base - after;
			const inside =
				by === 'bigger-chip'
					? fix.result === 'fits'
					: estimate.low - ROUNDING <= saved && saved <= estimate.high + ROUNDING;
			rates.within.add(inside);
			const entry = changes.get(by) ?? {within: new Rate(), widths: []};
			changes.set(by, entry);
			entry.within.add(inside);
			entry.widths.push((estimate.high - estimate.low) / base);
			if (inside) continue;
			const said = `${gib(estimate.low)} to ${gib(estimate.high)}`;
			misses.push(`${one.name}: ${by} said ${said}, measured ${gib(saved)} of ${gib(base)} (${fix.change})`);
		}
	}

	function scorePlan(one: Case, diagnosis: Diagnosis): void {
		const first = diagnosis.plan.restarts.find((restart) => restart.steps.some((step) => step.role === 'close'));
		const [step, ...more] = first?.steps.filter((candidate) => candidate.role === 'close') ?? [];
		if (diagnosis.plan.closes !== 'yes' || !step || more.length > 0) return;
		const tried = (one.truth.fixes ?? []).filter(
			(fix) =>
				remedyOf(fix) === step.remedy.id &&
				isMeasured(fix) &&
				(fix.kind !== 'bigger_tpu' || namesChip(step.estimate?.basis ?? '', fix.change, playbook)),
		);
		if (tried.length === 0 || rates.closesTrue.add(tried.some((fix) => fix.result === 'fits'))) return;
		misses.push(`${one.name}: plan says ${step.remedy.id} closes it; measured ${tried[0]?.result ?? ''}`);
	}
}

/** Printed sizes have two decimals. */
const ROUNDING = 0.011 * 2 ** 30;

/** Kinds in the order of the list, as the scoring script counts them. */
function rankedKinds(diagnosis: Diagnosis): readonly string[] {
	const listed = diagnosis.remedies.filter((found) => found.standing !== 'ruled out' && found.role !== 'alongside');
	const kinds = [...new Set(listed.map((found) => found.remedy.kind as string))];
	return kinds.filter((kind) => kind !== 'profile' && kind !== 'report_bug');
}

const REMEDY_OF: Readonly<Record<string, string>> = {
	reduce_batch: 'reduce-batch',
	microbatch: 'microbatch',
	mixed_precision: 'mixed-precision',
	opt_state_bf16: 'optimizer-state-bf16',
	remat: 'remat-checkpoint',
	donate: 'donate-buffers',
	shard: 'shard-parameters',
	fix_sharding: 'fix-sharding',
	shorten_sequence: 'shorten-sequence',
	padding_alignment: 'align-padding',
	remove_debug: 'remove-debug-print',
	chunked_loss: 'chunked-loss',
	host_offload: 'offload-to-host',
	dequantise_late: 'dequantise-late',
	attention_blockwise: 'attention-blockwise',
	bigger_tpu: 'bigger-chip',
	more_chips: 'shard-more-chips',
};

/** The remedy that makes a change. */
function remedyOf(fix: Fix): string | undefined {
	return fix.kind === 'mixed_precision' && /m and v/.test(fix.change) ? 'optimizer-state-bf16' : REMEDY_OF[fix.kind];
}

function isMeasured(fix: Fix): boolean {
	return fix.result === 'fits' || fix.result === 'oom';
}

function namesChip(basis: string, change: string, playbook: Playbook): boolean {
	const id = /-> (\w+):/.exec(change)?.[1];
	const name = playbook.chips.find((chip) => chip.id === id)?.name;
	return name !== undefined && basis.startsWith(`${name} `);
}

function bytes(text: string | null | undefined): number | undefined {
	const size = text ? parseSize(text) : undefined;
	return size && (size.bytes.low + size.bytes.high) / 2;
}

/** `12.30G`. */
export function gib(value: number): string {
	return `${(value / 2 ** 30).toFixed(2)}G`;
}
