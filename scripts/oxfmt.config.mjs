// The rules of `.prettierrc.json` for oxfmt, so that there is one place to change them.
import {readFileSync} from 'node:fs';

const rules = JSON.parse(readFileSync(new URL('../.prettierrc.json', import.meta.url), 'utf8'));

export default {...rules, sortPackageJson: false};
