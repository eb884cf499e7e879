/**
 * Scores the ranking and calibrates the estimates against crashes with known truth.
 * Usage: npx tsx bench/calibration.ts [FOLDER …] [--verbose] [--case NAME]
 */
import path from 'node:path';
import type {Diagnosis} from '../src/model/diagnosis.js';
import {playbookOfTree} from './diagnose-text.js';
import {casesIn} from './lab-cases.js';
import {FIGURES, gib, score} from './score.js';

const args = process.argv.slice(2);
const only = args.includes('--case') ? args[args.indexOf('--case') + 1] : undefined;
const given = args.filter((arg, index) => !arg.startsWith('--') && args[index - 1] !== '--case');
const shared = path.resolve(import.meta.dirname, '../../shared');
const playbook = playbookOfTree();

for (const folder of given.length > 0 ? given : [path.join(shared, 'lab'), path.join(shared, 'corpus')]) {
	const cases = casesIn(folder).filter((one) => only === undefined || one.name.includes(only));
	const {rates, changes, misses} = score(cases, playbook, only === undefined ? undefined : show);
	console.log(`\n${folder}`);
	for (const name of FIGURES) console.log(`  ${name.padEnd(10)} ${rates[name].toString()}`);
	for (const [name, {within, widths}] of [...changes].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
		const width = widths.toSorted((a, b) => a - b)[widths.length >> 1] ?? 0;
		console.log(
			`    ${name.padEnd(20)} within ${within.toString().padEnd(16)} median width ${(100 * width).toFixed(0)} % of used`,
		);
	}
	if (args.includes('--verbose')) for (const miss of misses) console.log(`  miss ${miss}`);
}

/** Everything about one case, for tuning. */
function show(diagnosis: Diagnosis): void {
	console.log(`verdict ${diagnosis.verdict.id}: ${diagnosis.because.join(' | ')}`);
	for (const {name, value, origin} of diagnosis.walk.facts) {
		if (origin.by === 'derivation') console.log(`  ${name} = ${value.text}`);
	}
	for (const group of diagnosis.analysis.groups.slice(0, 8)) {
		console.log(
			`  group ${group.text} ${group.count} × ${group.shape} ${group.place} ${group.what} ${JSON.stringify(group.roles)}`,
		);
	}
	for (const found of diagnosis.remedies) {
		const estimate = found.estimate
			? `${gib(found.estimate.low)}–${gib(found.estimate.high)} (${found.estimate.basis})`
			: '';
		console.log(
			`  ${found.rank} ${found.remedy.id} [${found.standing}, ${found.role}] ${estimate} ${found.because[0]}`,
		);
	}
	const {plan} = diagnosis;
	const restarts = plan.restarts.map((restart) => restart.steps.map((step) => step.remedy.id).join(' + '));
	console.log(`  plan ${plan.closes}: ${restarts.join(' → ')} ${plan.needs ?? ''}`);
}
