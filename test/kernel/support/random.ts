import { mulberry32 as uniforms } from "../../../src/solver/random.ts";

export { uniforms };

/** Seeds all data of the kernel tests; KERNEL_SEED=... tries another. It is in the message of every failure. */
export const SEED = Number(process.env.KERNEL_SEED ?? 20250102);

/** Standard normal numbers by the sum of twelve uniforms: no tail beyond 6, no Math.log that differs between engines. */
export function normals(seed: number): () => number {
  const uniform = uniforms(seed);
  return () => {
    let sum = -6;
    for (let i = 0; i < 12; ++i) sum += uniform();
    return sum;
  };
}
