import type {PassageLine} from './text/passage.js';

/** A line with the host and thread that it belongs to. */
export interface TaggedLine {
	/** As it was in the evidence. */
	readonly piece: string;
	/** Without prefixes. */
	readonly line: PassageLine;
	readonly key: string;
	readonly host: string | undefined;
}
