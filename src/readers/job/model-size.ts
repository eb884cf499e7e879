// How large the whole model is, as trainers print it: `282.4M parameters`, `Number of parameters: 7.24 billion`, `train state 15.2 GiB in total`.
import {countOf} from '../../model/whole-model.js';
import type {Axis} from './mesh.js';

const COUNT = String.raw`(\d[\d,]{0,18}(?:\.\d+)?)\s?(thousand|million|billion|trillion|[KMBT])?`;
const BEFORE = new RegExp(String.raw`(?<![\w.,])${COUNT}\s(?:model\s|total\s)?param(?:eter)?s\b`, 'i');
const AFTER = new RegExp(
	String.raw`\b(?:(?:number|total|num|model|all)[ _](?:of[ _])?)(?:model[ _]|total[ _])?param(?:eter)?s(?:[ _]count)?\b["']?\s{0,4}[:=]?\s{0,4}${COUNT}(?![\w.])(?!\s?(?:[KMGT]i?B|bytes)\b)`,
	'i',
);
const STATE = /\b(?:train(?:ing)?|model|optimi[sz]er)[ _-]?state\b[^\d\n]{0,40}(\d+(?:\.\d+)?\s?[KMGT]i?B)\b/i;
/** Words of a part of the model, or of what one device holds. */
const PART = /\b(?:trainable|active|activated|lora|adapters?|embedding|per|each|on device|local|shards?)\b/i;

/** The sizes that a line gives, as settings: `parameters` (`282.4M`) and `state` (`15.2 GiB`), over all devices together. What is said of a part of the model, or of one device, is left out. */
export function modelSizesIn(text: string): readonly Axis[] {
	if (!/param|state/i.test(text) || text.length > 1000 || PART.test(text)) return [];
	const [, digits, unit = ''] = BEFORE.exec(text) ?? AFTER.exec(text) ?? [];
	const state = /optimi[sz]er[ _-]?state/i.test(text) && !/param/i.test(text) ? undefined : STATE.exec(text)?.[1];
	return [
		...(digits !== undefined && (countOf(digits + unit) ?? 0) >= LEAST
			? [{axis: 'parameters', name: 'parameters', size: `${digits}${unit.length > 1 ? ' ' : ''}${unit}`}]
			: []),
		...(state === undefined ? [] : [{axis: 'state', name: 'state', size: state}]),
	];
}

/** Fewer are arguments of a function. */
const LEAST = 1e6;
