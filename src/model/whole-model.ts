import type {Fact} from './fact.js';
import {point} from './interval.js';
import type {Job, Setting} from './job.js';
import {parseSize} from './size.js';

/**
 * What the log says of the model as a whole, over all devices: `model.parameters` and `model.state`, the largest that is printed, and into
 * how many parts the mesh divides parameters (`mesh.parts`, `mesh.words`), where it does.
 */
export function wholeModelFacts(job: Job, settingOf: (name: string) => Setting | undefined): readonly Fact[] {
	const axes = ['fsdp', 'tensor'].flatMap((axis) => {
		const setting = settingOf(`mesh.${axis}`);
		const size = Number(setting?.text);
		return setting && Number.isInteger(size) && size > 1 ? [{setting, size}] : [];
	});
	const [axis] = axes;
	const parts = axes.reduce((product, {size}) => product * size, 1);
	const words = axes.map(({setting: {key, text}}) => `${key}=${text}`).join(' and ');
	const largest = (name: string, read: (text: string) => number | undefined) =>
		job.settings
			.flatMap((setting) => (setting.name === name ? [{setting, size: read(setting.text) ?? 0}] : []))
			.toSorted((a, b) => b.size - a.size)[0];
	const count = largest('parameters', countOf);
	const state = largest('state', (text) => parseSize(text)?.bytes.high);
	return [
		...(axis
			? [
					factOf(job, 'mesh.parts', axis.setting, {kind: 'number', text: String(parts), range: point(parts)}),
					factOf(job, 'mesh.words', axis.setting, {kind: 'text', text: words}),
				]
			: []),
		...(count
			? [
					factOf(job, 'model.parameters', count.setting, {
						kind: 'number',
						text: count.setting.text,
						range: point(count.size),
					}),
				]
			: []),
		...(state
			? [factOf(job, 'model.state', state.setting, {kind: 'size', text: state.setting.text, bytes: point(state.size)})]
			: []),
	];
}

function factOf({evidence}: Job, name: string, {key, text, line}: Setting, value: Fact['value']): Fact {
	return {name, value, origin: {by: 'reader', reader: 'job', place: {evidence, line, quote: `${key}: ${text}`}}};
}

const TIMES: Readonly<Record<string, number>> = {
	'': 1,
	k: 1e3,
	thousand: 1e3,
	m: 1e6,
	million: 1e6,
	b: 1e9,
	billion: 1e9,
	t: 1e12,
	trillion: 1e12,
};

/** A number as printed: `7.24 billion`, `1,234,567`. Undefined for anything else. */
export function countOf(text: string): number | undefined {
	const [, digits = '', unit = ''] = /^([\d.,]+)\s?([a-z]*)$/i.exec(text.trim()) ?? [];
	const number = Number(digits.replaceAll(',', '')) * (TIMES[unit.toLowerCase()] ?? NaN);
	return digits !== '' && Number.isFinite(number) ? number : undefined;
}
