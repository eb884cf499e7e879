// What a screen is: a few functions from the state to lines and choices, and from a choice to the next state. The Ink view,
// the plain twin and the tests all use these same functions.
import type {Knowledge, View} from '../derive.js';
import type {Command} from '../keys.js';
import type {Place, PlaceOf, ScreenName} from '../place.js';
import type {State, Step} from '../state.js';
import type {Line} from '../text/line.js';

/** What a screen may look at. */
export interface Scene<P extends Place = Place> {
	readonly knowledge: Knowledge;
	readonly state: State;
	readonly view: View;
	readonly place: P;
	/** Columns for prose. */
	readonly columns: number;
	/** Columns for tables. */
	readonly wide: number;
	/** Whether the lines are for the plain twin: then nothing may depend on the cursor. */
	readonly twin: boolean;
}

export interface MenuItem {
	readonly id: string;
	readonly label: string | Line;
	/** Rows under the first, for a label that is longer than a row. Where not all choices fit, `short` is shown instead. */
	readonly more?: readonly Line[];
	readonly short?: Line;
}

/** A second text, which scrolls apart from the first. */
export interface Panel {
	/** Said above its rows; `shown`: numbers of the first and the last row that are seen, from 1. */
	readonly heading: (shown: readonly [number, number]) => Line;
	readonly rows: readonly Line[];
	/** Index of the row that must be seen. */
	readonly focus: number;
}

/** A line to type in. */
export interface Field {
	readonly prompt: string;
	/** What is in practice when it is first entered. */
	readonly value: string;
	readonly placeholder: string;
}

export interface Screen<S extends ScreenName> {
	/** Which of the four steps it belongs to; none for screens beside the way. */
	readonly step?: 'read' | 'why' | 'remedies' | 'plan';
	readonly title: (scene: Scene<PlaceOf<S>>) => string;
	/** What the header says before the title and at the right edge, instead of the evidence and the steps. */
	readonly header?: (scene: Scene<PlaceOf<S>>) => readonly [name: string, right: string];
	/** Text above the menu or field. */
	readonly body: (scene: Scene<PlaceOf<S>>) => readonly Line[];
	/** The text ends with the head of a table, whose rows the menu is: no blank line between. */
	readonly table?: true;
	/** On a wide terminal the text about the cursor's line is drawn beside the menu, not below. */
	readonly side?: (scene: Scene<PlaceOf<S>>) => boolean;
	/** What takes the right half of a wide terminal, over its whole height; a panel is below the menu on a narrow one. */
	readonly split?: (scene: Scene<PlaceOf<S>>) => 'panel' | 'menu';
	readonly panel?: (scene: Scene<PlaceOf<S>>, columns: number) => Panel;
	/** The lines of the menu have numbers of their own, so a digit chooses none. */
	readonly numbered?: (scene: Scene<PlaceOf<S>>) => boolean;
	/** Said above a menu in the right half. */
	readonly menuHead?: (scene: Scene<PlaceOf<S>>) => Line;
	/** Rows kept free for `below`, so that the menu does not move as its text changes; absent: what it needs now. */
	readonly belowRows?: number;
	/** Rows of the menu where the text does not fit beside it whole; absent: as many as there are, up to half of the screen. */
	readonly menuRows?: number;
	/** Text under it: about the line that the cursor is on. */
	readonly below?: (scene: Scene<PlaceOf<S>>) => readonly Line[];
	readonly menu?: (scene: Scene<PlaceOf<S>>) => readonly MenuItem[];
	readonly choose?: (scene: Scene<PlaceOf<S>>, item: string) => Step;
	readonly field?: (scene: Scene<PlaceOf<S>>) => Field;
	readonly edit?: (scene: Scene<PlaceOf<S>>, text: string) => Step;
	readonly submit?: (scene: Scene<PlaceOf<S>>, text: string) => Step;
	readonly paste?: (scene: Scene<PlaceOf<S>>, text: string) => Step;
	/** Keys that mean something of their own here; undefined leaves a key to the common meaning. */
	readonly command?: (scene: Scene<PlaceOf<S>>, command: Command) => Step | undefined;
	/** Commands worth a place in the footer, the most useful first; moving, choosing, back, undo, search, help and leaving are there anyway. */
	readonly hints?: (scene: Scene<PlaceOf<S>>) => readonly Command[];
}
