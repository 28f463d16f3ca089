export function digestOf(parts: readonly (string | Float64Array)[]): Promise<string>;
