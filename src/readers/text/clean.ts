import {neutralise} from '../../model/neutral.js';

/** Characters that only `neutralise` may see: controls except tab, and everything beyond Latin-1 letters that turns text. */
const SUSPECT =
	/[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uD800-\uDFFF\uFEFF\uFFF9-\uFFFB]/;

const ENTITIES: Readonly<Record<string, string>> = {gt: '>', lt: '<', quot: '"', amp: '&', '#39': "'", '#x27': "'"};

/** A progress bar of tqdm: `45%|████▌     | 45/100 [00:12<00:15,  3.61it/s]`. It may be anywhere, as it ends no line. */
const BAR = /\d{1,3}%\|[^|]{0,300}\|\s*[\d.]+[kMG]?\/[\d.?]+[kMG]?\s*\[[^\]]{0,80}\]/g;

/** A run of digits or of one character that is longer than anything printed on purpose: patterns would look at it from each place. */
const RUNS = /(\d{64})\d+|((\D)\3{255})\3+/g;
/** Shorter lines cannot cost much. */
const LONG_LINE = 512;

/**
 * A line as people read it: without control sequences and progress bars, with entities decoded and endless runs cut short. Carriage returns make several
 * lines of it.
 */
export function clean(line: string): readonly string[] {
	const visible = SUSPECT.test(line) ? neutralise(line) : line;
	const whole = visible.length > LONG_LINE ? visible.replace(RUNS, '$1$2') : visible;
	const safe = whole.includes('%|') ? whole.replace(BAR, '') : whole;
	const decoded = safe.includes('&')
		? safe.replace(/&(gt|lt|quot|amp|#39|#x27);/g, (entity, name: string) => ENTITIES[name] ?? entity)
		: safe;
	if (decoded.includes('<br')) return decoded.replace(/<br ?\/?>/g, '\n').split('\n');
	return decoded.includes('\n') ? decoded.split('\n') : [decoded];
}
