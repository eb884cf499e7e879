import {analyse} from '../analysis/index.js';
import {counted} from '../report/phrases.js';
import {createConditions, fill, type Conditions} from '../engine/index.js';
import type {Diagnosis} from '../model/diagnosis.js';
import type {Framework} from '../model/framework.js';
import type {Reading} from '../model/incident.js';
import type {Playbook} from '../model/playbook.js';
import type {SessionState} from '../model/session.js';
import {diagnose} from '../plan/index.js';
import type {JsonContext, ReportContext} from '../report/index.js';
import {loadPlaybook, type Overlay} from '../store/playbook.js';
import {say, sayComplaints, sayTrouble} from './say.js';
import type {World} from './world.js';

/** A playbook ready for use. */
export interface Desk {
	readonly playbook: Playbook;
	readonly conditions: Conditions;
	/** What a team's own folder changes of the built-in playbook. */
	readonly overlay?: Overlay;
}

/** What a person has said so far; nothing, for a diagnosis without questions. */
export type Said = Pick<SessionState, 'answers' | 'decisions' | 'notes' | 'measured'>;

export const NOTHING_SAID: Said = {answers: new Map(), decisions: new Map(), notes: new Map()};

/** Loads the playbook of a folder, or the built-in one. Says why and gives nothing when it cannot be used. */
export async function openDesk(world: World, folder: string | undefined): Promise<Desk | undefined> {
	const loaded = await loadPlaybook(folder, {workingFolder: process.cwd()});
	if ('trouble' in loaded) {
		sayTrouble(world, loaded.trouble);
		return undefined;
	}
	if ('complaints' in loaded) {
		sayComplaints(world, loaded.complaints);
		sayTrouble(world, {
			title: `The playbook in ${loaded.folder ?? 'the installation'} has errors`,
			cause: `${counted(loaded.complaints.length, 'complaint is', 'complaints are')} listed above.`,
			todo: `Fix them, then check: xla-triage flows check ${loaded.folder ?? ''}`.trimEnd(),
		});
		return undefined;
	}
	const {playbook, overlay, passedOver} = loaded;
	if (passedOver) {
		sayComplaints(world, passedOver.complaints ?? []);
		if (passedOver.trouble) sayTrouble(world, passedOver.trouble);
		say(
			world,
			`The playbook in ${passedOver.folder} has faults, so it is ignored. To check it: xla-triage flows check ${passedOver.folder}`,
		);
	}
	if (overlay) say(world, overlayText(overlay));
	return {playbook, conditions: createConditions(playbook.facts), ...(overlay ? {overlay} : {})};
}

/** What each framework prints, for a command that is about to run; none where the playbook has faults: they are told when it is used. */
export async function frameworksOf(folder: string | undefined): Promise<readonly Framework[]> {
	const loaded = await loadPlaybook(folder, {workingFolder: process.cwd()});
	return 'playbook' in loaded ? loaded.playbook.frameworks : [];
}

/** What a team's folder changes, in one line. */
export function overlayText({folder, replaced, added}: Overlay): string {
	const parts = [
		...(replaced.length > 0 ? [`replaces ${replaced.join(', ')}`] : []),
		...(added.length > 0 ? [`adds ${added.join(', ')}`] : []),
	];
	return `the playbook in ${folder} ${parts.length > 0 ? parts.join(' and ') : 'changes nothing'}.`;
}

/** Every incident of a reading, diagnosed, in order of appearance; `diagnoseUnasked` where no question is shown, which saves their trial. */
export function diagnoseReading(
	{playbook, conditions}: Desk,
	reading: Reading,
	said: Said = NOTHING_SAID,
	how: typeof diagnose = diagnose,
): Diagnosis[] {
	return reading.incidents.map((incident) =>
		how(playbook, conditions, analyse(incident, reading, playbook), said, reading.flags),
	);
}

/** What a report needs from the playbook. */
export function reportContext({playbook}: Desk, detail: ReportContext['detail']): ReportContext {
	return {playbook, detail, fill: (template, diagnosis) => fill(template, diagnosis.walk.facts)};
}

/** What the JSON needs from the playbook. */
export function jsonContext({playbook}: Desk): JsonContext {
	const pages = new Map(playbook.pages.map((page) => [page.id, page]));
	return {
		version: XLA_TRIAGE_VERSION,
		edition: playbook.edition,
		title: (diagnosis) => pages.get(`codes/${diagnosis.analysis.incident.code}`)?.title ?? diagnosis.verdict.title,
		fill: (template, diagnosis) => fill(template, diagnosis.walk.facts),
		advice: (kind) => pages.get(`routed/${kind}`)?.summary ?? 'This failure is not one of XLA:TPU.',
	};
}
