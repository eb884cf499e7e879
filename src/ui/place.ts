// Where the user is, and what is theirs about that place: which line the cursor is on, how far it is scrolled. The way here
// is a stack of places: back takes the last one off.
import type {PlanFormat} from './wizardry.js';

export type EvidenceTab = 'facts' | 'buffers' | 'memory' | 'flags' | 'log' | 'playbook';
export type BufferOrder = 'size' | 'shape' | 'place' | 'line' | 'source' | 'dimension';

interface Spot {
	/** Line of the menu. */
	readonly cursor: number;
	/** First line of the text that is shown. */
	readonly scroll: number;
}

export type Place = Spot &
	(
		| {readonly screen: 'intake'}
		| {readonly screen: 'open-file'}
		| {readonly screen: 'paste'}
		| {readonly screen: 'describe'}
		| {readonly screen: 'samples'}
		| {readonly screen: 'sessions'}
		| {readonly screen: 'incidents'}
		| {readonly screen: 'happened'}
		/** `why`: the reasons and the way to find out are unfolded. */
		| {readonly screen: 'question'; readonly question: string; readonly why: boolean}
		| {readonly screen: 'verdict'}
		| {readonly screen: 'remedies'}
		| {readonly screen: 'remedy'; readonly remedy: string}
		/** `change`: what is asked first, as one would type it. */
		| {readonly screen: 'what-if'; readonly change: string}
		| {readonly screen: 'note'; readonly on: string; readonly title: string}
		| {readonly screen: 'tune'}
		| {readonly screen: 'trial-result'}
		| {readonly screen: 'trials'}
		| {readonly screen: 'plan'}
		| {readonly screen: 'save'; readonly format: PlanFormat}
		| {readonly screen: 'overwrite'; readonly format: PlanFormat; readonly path: string}
		| {readonly screen: 'evidence'; readonly tab: EvidenceTab; readonly order: BufferOrder; readonly grouped: boolean}
		| {readonly screen: 'search'}
		| {readonly screen: 'terms'}
		/** `page`: a page id, or `flag:<name>`. */
		| {readonly screen: 'page'; readonly page: string}
		| {readonly screen: 'practice'}
		/** The question that is open. */
		| {readonly screen: 'drill'}
		/** What was answered, and why it is right or not. */
		| {readonly screen: 'drill-answer'; readonly item: number; readonly answer: number}
		| {readonly screen: 'drill-log'}
		| {readonly screen: 'drill-result'}
		/** `stop`: index of a stop of the tour. */
		| {readonly screen: 'tour'; readonly stop: number}
		| {readonly screen: 'calculator'; readonly stop: number; readonly shape: string}
		| {readonly screen: 'help'}
		| {readonly screen: 'quit'}
	);

export type ScreenName = Place['screen'];
export type PlaceOf<S extends ScreenName> = Extract<Place, {readonly screen: S}>;

/** A place as it is first entered. */
export function enter<P extends Omit<Place, keyof Spot>>(place: P, cursor = 0): P & Spot {
	return {...place, cursor, scroll: 0};
}

/** Two places are the same when they show the same thing, wherever the cursor is. */
export function samePlace(a: Place, b: Place): boolean {
	return identity(a) === identity(b);
}

/** A key for drafts and for keeping a menu's own state apart from another's. */
export function identity(place: Place): string {
	switch (place.screen) {
		case 'question':
			return `question:${place.question}`;
		case 'remedy':
			return `remedy:${place.remedy}`;
		case 'note':
			return `note:${place.on}`;
		case 'save':
			return `save:${place.format}`;
		case 'page':
			return `page:${place.page}`;
		case 'tour':
			return `tour:${place.stop}`;
		default:
			return place.screen;
	}
}
