/**
 * Rows of a block and of a share, the two parts of all rows that sums are specified by (docs/internals/sums.md). They
 * are those of the kernel, assembly/layout.ts, for whoever needs them before there is a kernel;
 * test/kernel/module.test.ts compares them.
 */
export const BLOCK_ROWS = 256;
export const SHARE_ROWS = 16384;
