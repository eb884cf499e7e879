import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';

export default tseslint.config(
	{ignores: ['dist', 'node_modules', 'test/fixtures', 'test/refused']},
	...tseslint.configs.strictTypeChecked.map((config) => ({...config, files: ['**/*.ts', '**/*.tsx']})),
	{
		files: ['**/*.ts', '**/*.tsx'],
		languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
		rules: {
			'@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true, allowBoolean: true}],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
			'@typescript-eslint/no-confusing-void-expression': ['error', {ignoreArrowShorthand: true}],
			// `const {left: _, ...rest}` is how a field is left out.
			'@typescript-eslint/no-unused-vars': ['error', {ignoreRestSiblings: true}],
			'no-control-regex': 'off',
		},
	},
	{files: ['src/**/*.tsx'], ...reactHooks.configs.flat.recommended},
);
