// What `import {diagnose} from 'xla-triage'` gives. This file stands alone: its declarations are published.

/** A log by its path, or a text with a name. Several are the hosts of one job. */
export type Log = string | {readonly name: string; readonly text: string};

export interface DiagnoseOptions {
	/** Answers by question id, as in `--answers`. */
	readonly answers?: Readonly<Record<string, string>>;
	/** A folder of flows and content to use instead of, or over, the built-in ones. */
	readonly playbook?: string;
}

/** `[low, high]`, both included, in bytes. */
export type ByteRange = readonly [number, number];

export interface Remedy {
	readonly id: string;
	readonly kind: string;
	readonly title: string;
	readonly standing: 'indicated' | 'possible' | 'unlikely' | 'ruled out';
	readonly rank: number;
	readonly safety: 'safe' | 'risky' | 'changes-behaviour';
	readonly estimate?: {readonly low: number; readonly high: number; readonly basis: string};
	/** Reasons in the figures of the log. */
	readonly because: readonly string[];
}

/** One failure of XLA:TPU. */
export interface Incident {
	readonly code: string;
	readonly title: string;
	readonly scenario: string;
	readonly fingerprint: string;
	readonly class?: string;
	readonly retryable?: boolean;
	readonly at: {readonly evidence: string; readonly line: number};
	readonly occurrences: number;
	readonly hosts: readonly string[];
	readonly facts: Readonly<Record<string, {readonly text: string; readonly bytes?: ByteRange}>>;
	readonly because: readonly string[];
	readonly questions: readonly {
		readonly id: string;
		readonly answer?: string;
		readonly by: 'evidence' | 'user' | 'unsure' | 'open';
		readonly options?: readonly string[];
	}[];
	readonly remedies: readonly Remedy[];
	readonly plan: {readonly toFree?: ByteRange; readonly steps: readonly string[]; readonly uncovered?: ByteRange};
}

/** The JSON of `diagnose --format json`; its schema says more than is typed here. */
export interface Diagnosis {
	readonly schema: 'xla-triage.diagnosis/1';
	readonly evidence: readonly {readonly name: string; readonly bytes: number; readonly lines: number}[];
	readonly incidents: readonly Incident[];
	readonly routed: readonly {readonly kind: string; readonly advice: string}[];
	/** The report as Markdown. */
	readonly markdown: string;
	/** Why a log could not be read, one sentence each. */
	readonly unreadable: readonly string[];
}
