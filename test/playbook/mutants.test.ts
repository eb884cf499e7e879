import {describe, expect, it} from 'vitest';
import {playEvidence} from '../../src/store/playbook-plays.js';
import {filesOf, playsOf, projectPlaybook, ROOT} from './folder.js';
import {catchMutants, mutantsOf} from './mutants.js';

const SAMPLE = 8;

const files = filesOf(ROOT);
const playbook = projectPlaybook();
const all = mutantsOf(playbook);
// All of them in the long run; else some that are spread evenly and are always the same.
const isLong = process.env['LONG'] === '1';
const LEAST = isLong ? 0.95 : 1;
const mutants = isLong ? all : all.filter((_, index) => index % Math.ceil(all.length / SAMPLE) === 0);

describe('the knowledge with one thing wrong in it', () => {
	it('has a mutant for every condition, target and inference', () => {
		const nodes = Object.values(playbook.flow.nodes).filter((node) => node.kind === 'question');
		const options = nodes.flatMap((node) => node.options);
		const inferred = options.filter(({when}) => when).length;
		const signs = playbook.remedies.flatMap((remedy) => [...remedy.indicated, ...remedy.unlikely, ...remedy.ruledOut]);
		expect(all).toHaveLength(options.length + nodes.length + 2 * inferred + 2 * signs.length);
	});

	it(`is noticed by plays or check, ${LEAST * 100} of 100 times and more`, {timeout: 900_000}, () => {
		const verdicts = catchMutants(mutants, files, playsOf(ROOT), playbook, playEvidence(ROOT));
		const survivors = verdicts.filter(({by}) => by === 'nothing').map(({name}) => name);
		expect(1 - survivors.length / verdicts.length, survivors.join('\n')).toBeGreaterThanOrEqual(LEAST);
	});

	it('is not noticed by nobody: without plays half of it passes', () => {
		const few = all.filter(({of}) => 'remedy' in of).slice(0, 4);
		const verdicts = catchMutants(few, files, [], playbook, playEvidence(ROOT));
		expect(verdicts.filter(({by}) => by === 'nothing').length).toBeGreaterThan(1);
	});
});
