import {jsonText} from '../../report/json-text.js';
import {recordsOf} from '../../report/fleet/index.js';
import {redact} from '../../report/index.js';
import {saveFile} from '../../store/save.js';
import {diagnoseUnasked} from '../../plan/index.js';
import {diagnoseReading, NOTHING_SAID, openDesk} from '../desk.js';
import {recordContext} from '../fleet/examine.js';
import {secretsBySettings} from '../known-secrets.js';
import {sayTrouble} from '../say.js';
import type {World} from '../world.js';
import {mappedCode, type ExitMap} from './exit-map.js';
import type {RunEnd} from './run-watched.js';

export interface ReportOptions {
	readonly map?: ExitMap | undefined;
	readonly report?: string;
	readonly playbook?: string;
}

/**
 * Writes the record of a failed command where it is wanted, and gives the exit code that the map has for it; undefined keeps the
 * command's own. A report that cannot be written is told and changes nothing.
 */
export async function reportFailure(
	world: World,
	name: string,
	{reading, code}: RunEnd,
	{map, report, playbook}: ReportOptions,
): Promise<number | undefined> {
	const desk = await openDesk(world, playbook);
	if (!desk) return undefined;
	const diagnoses = diagnoseReading(desk, reading, NOTHING_SAID, diagnoseUnasked);
	const found = recordsOf({input: name}, reading, diagnoses, recordContext(desk));
	const secrets = secretsBySettings(world);
	const [record] = secrets ? redact(found, secrets).value : found;
	const mapped = mappedCode(map, record.retryable);
	if (report !== undefined) {
		const text = `${jsonText({...record, exit_code: code, ...(mapped === undefined ? {} : {mapped_exit_code: mapped})})}\n`;
		const saved = saveFile(report, text, {overwrite: true});
		if ('trouble' in saved) sayTrouble(world, saved.trouble);
	}
	return mapped;
}
