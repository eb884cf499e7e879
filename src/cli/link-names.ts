import type {Playbook} from '../model/playbook.js';

/** How pages call each other, by the id of the page: a reader types the words of a link, which plain text shows without its target. */
export function linkNames({pages, remedies}: Playbook): ReadonlyMap<string, ReadonlySet<string>> {
	const names = new Map<string, Set<string>>();
	const visit = (value: unknown): void => {
		if (Array.isArray(value)) for (const item of value) visit(item);
		else if (typeof value === 'object' && value !== null) {
			if (isLink(value)) names.set(value.target, (names.get(value.target) ?? new Set()).add(value.text));
			else visit(Object.values(value));
		}
	};
	visit([...pages, ...remedies].map(({body}) => body));
	return names;
}

function isLink(value: object): value is {readonly text: string; readonly target: string} {
	return 'kind' in value && value.kind === 'link';
}
