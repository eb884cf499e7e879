/**
 * Scores the ranking and calibrates the estimates against crashes with known truth.
 * Usage: npx tsx bench/calibration.ts [FOLDER …] [--verbose] [--case NAME]
 */
import path from 'node:path';
import type {Diagnosis} from '../src/model/diagnosis.js';
import {parseSize} from '../src/model/size.js';
import {diagnoseText, playbookOfTree} from './diagnose-text.js';
import {KEEPS_RESULTS, kindsThatHelped, resultsByKind} from './kinds.js';
import {casesIn, type Case, type Fix} from './lab-cases.js';

const args = process.argv.slice(2);
const verbose = args.includes('--verbose');
const only = args.includes('--case') ? args[args.indexOf('--case') + 1] : undefined;
const given = args.filter((arg, index) => !arg.startsWith('--') && args[index - 1] !== '--case');
const shared = path.resolve(import.meta.dirname, '../../shared');
const folders = given.length > 0 ? given : [path.join(shared, 'lab'), path.join(shared, 'corpus')];
const playbook = playbookOfTree();

class Rate {
	#hits = 0;
	#all = 0;
	add(hit: boolean, times = 1): boolean {
		this.#all += times;
		if (hit) this.#hits += times;
		return hit;
	}
	toString(): string {
		return this.#all === 0 ? '   –' : `${((100 * this.#hits) / this.#all).toFixed(1)} (${this.#hits}/${this.#all})`;
	}
}

for (const folder of folders) score(folder);

function score(folder: string): void {
	const names = [
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
	const rates = Object.fromEntries(names.map((name) => [name, new Rate()])) as Record<(typeof names)[number], Rate>;
	const byEstimator = new Map<string, {within: Rate; widths: number[]}>();
	const misses: string[] = [];
	for (const one of casesIn(folder)) {
		if (only !== undefined && !one.name.includes(only)) continue;
		const all = diagnoseText(playbook, path.basename(one.log), one.text);
		const diagnosis = all.find((found) => found.analysis.incident.code === one.truth.code) ?? all[0];
		if (!diagnosis) {
			if (/^E(0100|0101|0102|1000)$/.test(one.truth.code)) misses.push(`${one.name}: no incident`);
			continue;
		}
		if (/^E(0100|0101|0102|1000)$/.test(one.truth.code)) scoreRanking(one, diagnosis);
		scoreEstimates(one, diagnosis);
		if (only !== undefined) show(diagnosis);
	}
	console.log(`\n${folder}`);
	for (const name of names) console.log(`  ${name.padEnd(10)} ${rates[name].toString()}`);
	for (const [name, {within, widths}] of [...byEstimator].toSorted()) {
		const width = widths.toSorted((a, b) => a - b)[widths.length >> 1] ?? 0;
		console.log(
			`    ${name.padEnd(20)} within ${within.toString().padEnd(16)} median width ${(100 * width).toFixed(0)} % of used`,
		);
	}
	if (verbose) for (const miss of misses) console.log(`  miss ${miss}`);

	function scoreRanking(one: Case, diagnosis: Diagnosis): void {
		const listed = diagnosis.remedies.filter((found) => found.standing !== 'ruled out' && found.role !== 'alongside');
		const kinds = [...new Set(listed.map((found) => found.remedy.kind as string))].filter(
			(kind) => kind !== 'profile' && kind !== 'report_bug',
		);
		const {fixes} = one.truth;
		if (!fixes) {
			const helped = kindsThatHelped(one.truth.resolution_kind);
			if (!helped || !/^E(0100|0101|0102|1000)$/.test(one.truth.code)) return;
			const position = kinds.findIndex((kind) => helped.has(kind));
			rates.hit1.add(position === 0);
			if (!rates.hit3.add(position >= 0 && position < 3)) {
				misses.push(
					`${one.name}: ${one.truth.resolution_kind ?? ''} helped, at ${position + 1}; first ${kinds.slice(0, 3).join(' ')} [${diagnosis.verdict.id}]`,
				);
			}
			return;
		}
		const results = resultsByKind(fixes);
		const fits = [...results].filter(([, result]) => result === 'fits').map(([kind]) => kind);
		const usable = fits.filter((kind) => kind !== 'bigger_tpu');
		const top = kinds.filter((kind) => kind !== 'bigger_tpu' && results.has(kind)).slice(0, 3);
		const right = top.filter((kind) => fits.includes(kind));
		if (usable.length === 0) return;
		if (one.truth.message_form === 'hlo_temporaries') {
			rates.listFirst.add(diagnosis.remedies[0]?.remedy.kind === 'profile');
			if (!rates.short3.add(right.length > 0))
				misses.push(`${one.name}: short; first ${top.join(' ')}; ${usable.join(' ')} fit`);
			return;
		}
		if (!rates.hit1.add(fits.includes(top[0] ?? '')))
			misses.push(
				`${one.name}: first is ${top[0] ?? '-'}: ${results.get(top[0] ?? '') ?? ''}; fit: ${usable.join(' ')}`,
			);
		if (!rates.hit3.add(right.length > 0))
			misses.push(`${one.name}: none of ${top.join(' ')} fits; ${usable.join(' ')} do`);
		const root = usable.filter((kind) => KEEPS_RESULTS.has(kind));
		if (root.length > 0 && !rates.root3.add(top.some((kind) => root.includes(kind))))
			misses.push(`${one.name}: root: first ${top.join(' ')}; ${root.join(' ')} keep the results`);
		const most = Math.min(3, usable.length);
		rates.precise.add(true, Math.min(most, right.length));
		rates.precise.add(false, most - Math.min(most, right.length));
		for (const kind of top.slice(0, most))
			if (!fits.includes(kind))
				misses.push(
					`${one.name}: precise: ${kind} among the first ${most}: ${results.get(kind) ?? ''}; missing ${usable.filter((k) => !top.includes(k)).join(' ')}`,
				);
		const out = new Set(
			diagnosis.remedies.filter((found) => found.standing === 'ruled out').map((found) => found.remedy.kind as string),
		);
		for (const kind of usable)
			if (!rates.kept.add(!out.has(kind) || kinds.includes(kind))) misses.push(`${one.name}: rules out ${kind}`);
	}

	function scoreEstimates(one: Case, diagnosis: Diagnosis): void {
		const {fixes} = one.truth;
		const base = bytes(one.truth.used ?? one.truth.hlo_temporaries);
		if (!fixes || base === undefined) return;
		const open = diagnosis.remedies.filter(
			(found) => found.role !== 'inform' && (found.standing === 'indicated' || found.standing === 'possible'),
		);
		if (one.truth.message_form !== 'hlo_temporaries')
			for (const found of open) rates.estimated.add(found.estimate !== undefined);
		for (const fix of fixes) {
			const by = estimatorOf(fix);
			const found = open.find((ranked) => ranked.remedy.estimate?.by === by && ranked.estimate);
			const after = bytes(fix.used_or_peak);
			if (!by || !found?.estimate || after === undefined || !['fits', 'oom'].includes(fix.result)) continue;
			// A larger chip can be compared only where the one that is named is the one that was tried.
			if (by === 'larger_chip' && !namesChip(found.estimate.basis, fix.change)) continue;
			const rounding = 0.011 * 2 ** 30;
			const saved = base - after;
			const inside =
				by === 'larger_chip'
					? fix.result === 'fits'
					: found.estimate.low - rounding <= saved && saved <= found.estimate.high + rounding;
			rates.within.add(inside);
			const entry = byEstimator.get(by) ?? {within: new Rate(), widths: []};
			byEstimator.set(by, entry);
			entry.within.add(inside);
			entry.widths.push((found.estimate.high - found.estimate.low) / base);
			if (!inside)
				misses.push(
					`${one.name}: ${by} said ${gib(found.estimate.low)} to ${gib(found.estimate.high)}, measured ${gib(saved)} of ${gib(base)} (${fix.change})`,
				);
		}
		const [first] = diagnosis.plan.restarts.filter((restart) => restart.steps.some((step) => step.role === 'close'));
		const closing = first?.steps.filter((step) => step.role === 'close') ?? [];
		const [step] = closing;
		if (diagnosis.plan.closes !== 'yes' || closing.length !== 1 || !step) return;
		const tried = fixes.filter(
			(fix) =>
				estimatorOf(fix) === step.remedy.estimate?.by &&
				(fix.result === 'fits' || fix.result === 'oom') &&
				(fix.kind !== 'bigger_tpu' || namesChip(step.estimate?.basis ?? '', fix.change)),
		);
		if (tried.length > 0 && !rates.closesTrue.add(tried.some((fix) => fix.result === 'fits')))
			misses.push(`${one.name}: plan says ${step.remedy.id} closes it; measured ${tried[0]?.result ?? ''}`);
	}
}

/** The estimator that speaks of a change. */
function estimatorOf(fix: Fix): string | undefined {
	if (fix.kind === 'opt_state_bf16' || (fix.kind === 'mixed_precision' && /m and v/.test(fix.change)))
		return 'optimizer_bf16';
	return {
		reduce_batch: 'halve_batch',
		microbatch: 'microbatch4',
		mixed_precision: 'cast_f32',
		remat: 'remat_layers',
		donate: 'donate_outputs',
		shard: 'shard_arguments',
		fix_sharding: 'remove_replication',
		shorten_sequence: 'halve_sequence',
		padding_alignment: 'remove_padding',
		remove_debug: 'remove_debug_copy',
		chunked_loss: 'chunk_vocabulary',
		host_offload: 'offload_arguments',
		bigger_tpu: 'larger_chip',
		more_chips: 'twice_chips',
	}[fix.kind];
}

function namesChip(basis: string, change: string): boolean {
	const id = /-> (\w+):/.exec(change)?.[1];
	const name = playbook.chips.find((chip) => chip.id === id)?.name;
	return name !== undefined && basis.startsWith(`${name} `);
}

function show(diagnosis: Diagnosis): void {
	console.log(`verdict ${diagnosis.verdict.id}: ${diagnosis.because.join(' | ')}`);
	for (const {name, value, origin} of diagnosis.walk.facts)
		if (origin.by === 'derivation') console.log(`  ${name} = ${value.text}`);
	for (const group of diagnosis.analysis.groups.slice(0, 8))
		console.log(
			`  group ${group.text} ${group.count} × ${group.shape} ${group.place} ${group.what} ${JSON.stringify(group.roles)}`,
		);
	for (const found of diagnosis.remedies) {
		const estimate = found.estimate
			? `${gib(found.estimate.low)}–${gib(found.estimate.high)} (${found.estimate.basis})`
			: '';
		console.log(
			`  ${found.rank} ${found.remedy.id} [${found.standing}, ${found.role}] ${estimate} ${found.because[0]}`,
		);
	}
	const {plan} = diagnosis;
	console.log(
		`  plan ${plan.closes}: ${plan.restarts.map((restart) => restart.steps.map((step) => step.remedy.id).join(' + ')).join(' → ')} ${plan.needs ?? ''}`,
	);
}

function bytes(text: string | null | undefined): number | undefined {
	const size = text ? parseSize(text) : undefined;
	return size && (size.bytes.low + size.bytes.high) / 2;
}

function gib(value: number): string {
	return `${(value / 2 ** 30).toFixed(2)}G`;
}
