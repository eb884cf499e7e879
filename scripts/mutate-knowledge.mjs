// Puts one thing wrong in the knowledge at a time (each condition flipped, each option's target swapped, each inference dropped) and
// says which of it neither plays nor check notice. Fails under 95 of 100. `node scripts/mutate-knowledge.mjs [words in a name]`
import {fileURLToPath} from 'node:url';
import {tsImport} from 'tsx/esm/api';

const root = fileURLToPath(new URL('..', import.meta.url));
const load = (module) => tsImport(`../${module}`, import.meta.url);
const [{catchMutants, mutantsOf}, {filesOf, playsOf}, {parsePlaybook}, {playEvidence}] = await Promise.all(
	['test/playbook/mutants.ts', 'test/playbook/folder.ts', 'src/playbook/index.ts', 'src/store/playbook-plays.ts'].map(
		load,
	),
);
const files = filesOf(root);
const {playbook, complaints} = parsePlaybook(files);
if (!playbook) {
	process.stderr.write(`The playbook has ${complaints.length} complaints: see flows check.\n`);
	process.exit(2);
}
const wanted = process.argv.slice(2).join(' ');
const mutants = mutantsOf(playbook).filter(({name}) => name.includes(wanted));
const verdicts = catchMutants(mutants, files, playsOf(root), playbook, playEvidence(root));
const count = (by) => verdicts.filter((verdict) => verdict.by === by).length;
for (const {name, by} of verdicts) if (by === 'nothing') process.stdout.write(`not noticed: ${name}\n`);
const caught = verdicts.length - count('nothing');
process.stdout.write(
	`${caught} of ${verdicts.length} noticed (${((100 * caught) / Math.max(1, verdicts.length)).toFixed(1)} %): ${count('plays')} by plays, ${count('check')} by check\n`,
);
process.exit(caught >= 0.95 * verdicts.length ? 0 : 1);
