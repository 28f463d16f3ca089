export interface Result {
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly message: string }[];
  readonly digests: readonly { readonly name: string; readonly digest: string }[];
  readonly digest: string;
}
export type Digests = Pick<Result, "digest" | "digests">;

export function statusOf(
  result: Result | { readonly error: string } | undefined,
  expectedDigest: string,
): "passed" | "failed" | "skipped";
export function problemsOf(result: Result | { readonly error: string } | undefined, expected: Digests): string[];
export function problemReport(
  runs: readonly { readonly name: string; readonly result: Result | { readonly error: string } | undefined }[],
  expected: Digests,
): string;
export function writeDigests(digests: Digests): string;
export function readDigests(text: string): Digests;
export function tableOf(rows: readonly (readonly string[])[]): string;
