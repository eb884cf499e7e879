import {z} from 'zod';
import {PHASES, WORKLOADS} from '../model/job.js';

const text = z.string().min(1).max(400).meta({id: 'text'});
const texts = z.array(text).max(300).default([]);
const words = z.string().min(2).max(200).meta({
	id: 'words',
	description: 'A text that a line has. `*` means anything, `{value}` one word, `{step}` a whole number.',
});
const id = z
	.string()
	.max(60)
	.regex(/^[a-z0-9][a-z0-9_-]*$/, 'a name has small letters, digits, "-" and "_" only');
const setting = z
	.string()
	.regex(/^[a-z][a-z_]*(?:\.[a-z][a-z_]*)?$/, 'a setting has a canonical name: batch.per_device')
	.meta({id: 'setting', description: 'Canonical name of a setting.'});

const moment = <Value extends z.ZodType>(is: Value) =>
	z.strictObject({
		is,
		words: z.array(words).max(100).default([]),
		frames: texts.describe('Functions of a traceback, or pieces of paths.'),
	});

const rule = z
	.string()
	.regex(
		/^(?:halve|double|quarter|(?:minus|share) -?\d+(?:\.\d+)?|to \S.*|next .+ > .+|most \d+|at most|free|keep)$/,
		'a rule is halve, double, quarter, minus N, share N, most N, to VALUE, "to A or B", "next A > B > C", free or keep',
	)
	.meta({id: 'rule', description: 'How the new value follows from the old one.'});

/** A file of `content/frameworks`. */
export const frameworkSchema = z.strictObject({
	framework: id,
	title: text,
	short: text.exactOptional().describe('Its name inside a sentence, if not the title.'),
	base: z.boolean().default(false).describe('Counts only if no other framework is seen.'),
	onJax: z.boolean().default(true).describe('Runs on JAX. If not, what pages say of JAX alone is left out.'),
	yieldsTo: z
		.array(id)
		.exactOptional()
		.describe('Frameworks that it can run on: if one of them is seen, its settings count.'),
	workload: z.enum(WORKLOADS).exactOptional().describe('What it is used for, if the log does not say.'),
	trees: texts.describe('Folders of its sources, as in paths of tracebacks.'),
	signs: z
		.array(z.strictObject({words, weight: z.literal([1, 2, 3])}))
		.max(200)
		.default([])
		.describe('Lines that only this framework prints. 3 proves it, 2 is strong, 1 is a hint.'),
	settings: z.record(setting, z.array(text).min(1).max(60)).default({}).describe('Native keys by canonical name.'),
	weak: texts.describe('Keys that are ordinary words.'),
	says: z
		.array(z.strictObject({words, setting, text: text.exactOptional()}))
		.max(100)
		.default([]),
	workloads: z
		.array(moment(z.enum(WORKLOADS)))
		.max(20)
		.default([]),
	phases: z
		.array(
			moment(z.enum(PHASES)).extend({
				ends: text
					.exactOptional()
					.describe('What the log shows when the phase is over: a sentence without its full stop.'),
			}),
		)
		.max(30)
		.default([]),
	progress: z.array(words).max(30).default([]),
	axes: z.record(text, setting).default({}),
	command: text.exactOptional().describe('How a job is started, if the log does not show it.'),
	keeps: texts.describe('Native keys that the command needs again, with their printed values.'),
	write: text.exactOptional().describe('How a setting is written in a command: `{key}={to}`, `--{flag} {to}`.'),
	knobs: z
		.array(
			z.strictObject({
				for: z.array(id).min(1),
				key: text.exactOptional().describe('Native key of the setting.'),
				of: z
					.array(setting)
					.exactOptional()
					.describe(
						'Canonical names under which the value may be printed too. Without a key, the native key is the printed one.',
					),
				rule,
				default: text.exactOptional().describe('Its value if none is printed.'),
				with: z.array(z.strictObject({key: text, rule, default: text.exactOptional()})).default([]),
				phases: z.array(z.enum(PHASES)).exactOptional().describe('Only in these phases.'),
				workloads: z.array(z.enum(WORKLOADS)).exactOptional().describe('Only for such work.'),
				at: z
					.array(text)
					.exactOptional()
					.describe('Only if the line or function that shows the phase or workload has one of these words.'),
				kernels: z
					.array(text)
					.exactOptional()
					.describe('Only if the name of the kernel that failed has one of these words.'),
				given: z.record(setting, text).exactOptional().describe('Only if the job has these settings.'),
				unless: z
					.record(setting, z.array(text))
					.exactOptional()
					.describe('Not if a setting has one of these values, as of a model that refuses it; `*` is any value.'),
				write: text.exactOptional(),
				code: z
					.string()
					.max(2000)
					.exactOptional()
					.describe(
						'Lines of code, if the setting is not an argument: with `{to}`, `{with}` (the new value of the setting that changes with it) and `{mesh.tensor:1}` (a setting of the job, else 1).',
					),
				python: text.exactOptional().describe('How it is written in Python, in a notebook. Otherwise `{key}={to}`.'),
				note: text.exactOptional(),
			}),
		)
		.max(100)
		.default([]),
	without: z.record(id, text).default({}).describe('Remedies that have no setting here, and why.'),
	notFor: z
		.partialRecord(z.enum(WORKLOADS), z.record(id, text))
		.default({})
		.describe('Remedies that do nothing for a kind of work, and why.'),
	titles: z
		.partialRecord(z.enum(WORKLOADS), z.record(id, text))
		.default({})
		.describe('Titles of remedies for a kind of work, instead of their own.'),
	usual: z
		.record(z.string(), z.array(id))
		.default({})
		.describe('Only in any.yaml: frameworks that are offered to a job that names none.'),
	samples: z
		.array(z.strictObject({line: z.string().max(2000), is: z.record(z.string(), z.string()).default({})}))
		.max(100)
		.default([])
		.describe('Lines that show this framework, and what is read in them.'),
	nearMisses: z.array(z.string().max(2000)).max(100).default([]).describe('Lines that do not show this framework.'),
});
