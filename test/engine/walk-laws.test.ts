import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Conditions} from '../../src/engine/index.js';
import {walk} from '../../src/engine/index.js';
import {randomFlow, randomLedger} from './random-flow.js';

const runs = {numRuns: process.env['LONG'] ? 20_000 : 150};

describe('a walk', () => {
	it('ends at a verdict when open questions are passed, and looks at each node once', () => {
		fc.assert(
			fc.property(randomFlow, randomLedger, ({flow, conditions}, ledger) => {
				const {at, trail} = walk(flow, ledger, conditions, {open: 'pass'});
				expect(at.kind).toBe('verdict');
				expect(new Set(trail.map(({node}) => node.id)).size).toBe(trail.length);
			}),
			runs,
		);
	});

	it('stops at the first question that is open, and goes the same way up to there', () => {
		fc.assert(
			fc.property(randomFlow, randomLedger, ({flow, conditions}, ledger) => {
				const stopped = walk(flow, ledger, conditions, {open: 'stop'});
				const passed = walk(flow, ledger, conditions, {open: 'pass'});
				const firstOpen = passed.trail.findIndex(({by}) => by === 'open');
				expect(stopped.trail).toEqual(firstOpen < 0 ? passed.trail : passed.trail.slice(0, firstOpen));
				expect(stopped.at).toBe(firstOpen < 0 ? passed.at : passed.trail[firstOpen]?.node);
			}),
			runs,
		);
	});

	it('asks only what changes the end, and each question that it asks does', () => {
		fc.assert(
			fc.property(randomFlow, randomLedger, ({flow, conditions}, ledger) => {
				const {at, trail} = walk(flow, ledger, conditions, {open: 'stop'});
				for (const {node, by} of trail) {
					if (by === 'moot') expect(endsOf(flow, ledger, conditions, node.id)).toHaveLength(1);
				}
				if (at.kind === 'question') expect(endsOf(flow, ledger, conditions, at.id).length).toBeGreaterThan(1);
			}),
			runs,
		);
	});

	it('lets the word of a person count before the evidence, and says where they differ', () => {
		fc.assert(
			fc.property(randomFlow, randomLedger, fc.nat(), ({flow, conditions}, ledger, pick) => {
				const inferred = walk(flow, ledger, conditions, {open: 'pass'}).trail.filter(({by}) => by === 'evidence');
				const visit = inferred[pick % Math.max(1, inferred.length)];
				if (!visit) return;
				for (const option of visit.node.options) {
					const answers = new Map([...ledger.answers, [visit.node.id, option.id]]);
					const said = walk(flow, {...ledger, answers}, conditions, {open: 'pass'}).trail.find(
						({node}) => node.id === visit.node.id,
					);
					expect(said).toMatchObject({by: 'user', option: option.id});
					expect(said?.against).toBe(option.id === visit.option ? undefined : visit.option);
				}
			}),
			runs,
		);
	});

	// All that can come of a question: where the walk ends and what is stated on the way, for each answer to it and to what follows.
	function endsOf(
		flow: Parameters<typeof walk>[0],
		ledger: Parameters<typeof walk>[1],
		conditions: Conditions,
		question: string,
	): readonly string[] {
		const ends = new Set<string>();
		const node = flow.nodes[question];
		if (node?.kind !== 'question') throw new Error('not a question');
		for (const option of [...node.options.map(({id}) => id), 'unsure']) {
			const answers = new Map([...ledger.answers, [question, option]]);
			const {at, facts} = walk(flow, {...ledger, answers}, conditions, {open: 'stop'});
			// What was stated before this question is common to all its ends.
			const stated = facts.flatMap(({name, value, origin}) =>
				origin.by === 'user' ? [`${origin.question}: ${name}=${value.text}`] : [],
			);
			ends.add([at.id, ...stated].join(' '));
		}
		return [...ends];
	}
});
