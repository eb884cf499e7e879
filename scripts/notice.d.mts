export interface Bundled {
	readonly name: string;
	readonly version: string;
	readonly license: string;
	readonly text: string;
}
export function bundledPackages(inputs: Readonly<Record<string, unknown>>, root: string): readonly Bundled[];
export function notice(packages: readonly Bundled[]): string;
