export type {Check, Conditions, Decision, Truth} from './conditions.js';
export {createConditions, MAX_CONDITION} from './conditions.js';
export type {Refusal} from './expression.js';
export {fill, placeholders} from './fill.js';
export {openQuestions} from './open.js';
export {replay} from './replay.js';
export {offered, UNSURE} from './settle.js';
export type {WalkChoice} from './walk.js';
export {walk} from './walk.js';
