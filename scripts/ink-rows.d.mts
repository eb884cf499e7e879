/** The text of Ink's output.js, with rows remembered. Throws if it has no class Output. */
export function rememberRows(source: string): string;
