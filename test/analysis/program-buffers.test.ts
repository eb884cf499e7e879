import {NO_PATTERNS} from '../../src/model/patterns.js';
import {expect, it} from 'vitest';
import {analyse} from '../../src/analysis/index.js';
import type {Incident, Reading} from '../../src/model/incident.js';
import {programOf} from '../program/made-program.js';
import {MADE, madeDump, total} from '../program/made-dump.js';

const program = programOf(madeDump());
const place = {evidence: 'dump', line: 1, quote: ''};
const incident: Incident = {
	id: '1',
	code: 'E1000',
	form: 'dump',
	space: 'hbm',
	at: place,
	occurrences: 1,
	hosts: [],
	facts: [
		{
			name: 'hbm.used',
			value: {kind: 'size', text: `${total(MADE)}B`, bytes: program.total},
			origin: {by: 'reader', reader: 'made', place},
		},
	],
	allocations: [],
	arguments: [],
	slots: [],
	live: [],
	hints: [],
	program,
};
const reading: Reading = {evidence: [], incidents: [incident], routed: [], flags: [], profile: [], facts: []};
const analysis = analyse(incident, reading, {chips: [], patterns: NO_PATTERNS});

it('the buffers of a known program add up to what it needs, each counted once', () => {
	expect(analysis.buffers.reduce((sum, {bytes}) => sum + bytes.high, 0)).toBe(total(MADE));
	expect(analysis.missing.join()).not.toContain('list of buffers');
});

it('arrays have their names, their use and the line that makes them', () => {
	const words = analysis.groups.map(({what}) => what);
	expect(words).toContain("params['up']; parameter; replicated on 2 devices");
	expect(words).toContain('train.py:12, layer(); kept for the backward pass');
	expect(analysis.groups.find(({dims}) => dims.length === 4)?.roles).toMatchObject({
		0: 'layers',
		1: 'batch',
		2: 'sequence',
	});
});

it('what is replicated on purpose is not called a lost sharding, and donation is bounded by what is returned', () => {
	const fact = (name: string) => analysis.facts.find((one) => one.name === name)?.value;
	expect(fact('replicated.suspected')).toMatchObject({holds: false});
	const up = 4 * MADE.layers * MADE.width * MADE.hidden;
	expect(fact('donation.possible')).toMatchObject({bytes: {high: up}});
});

it('memory over time has its peak where the program needs what it needs, and says what is alive there', () => {
	const {memory} = analysis;
	expect(Math.max(...(memory?.stretches ?? []).map(({bytes}) => bytes))).toBe(total(MADE));
	const peak = memory?.stretches[memory.peak];
	expect(peak).toMatchObject({bytes: total(MADE)});
	// Equal arrays are taken together: logits and what is computed from them.
	expect(peak?.largest[0]).toMatchObject({shape: '2 × f32[4,64,4096]', text: '8.00M'});
});
