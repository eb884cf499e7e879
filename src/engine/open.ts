import type {Flow, QuestionNode} from '../model/flow.js';
import type {Ledger} from '../model/walk.js';
import type {Conditions} from './conditions.js';
import {walk} from './walk.js';

/** The questions that are still worth asking on the way that "not sure" takes, nearest first. */
export function openQuestions(flow: Flow, ledger: Ledger, conditions: Conditions): readonly QuestionNode[] {
	const {trail} = walk(flow, ledger, conditions, {open: 'pass'});
	return trail.filter((visit) => visit.by === 'open').map((visit) => visit.node);
}
