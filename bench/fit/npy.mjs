// NumPy's .npy, the one file format that JavaScript, Python and R (with readBin) all read without a parser: a header of
// 128 bytes here, then the numbers, row-major, little-endian.
import { closeSync, openSync, readSync, writeSync } from "node:fs";

const HEADER_BYTES = 128;
const CHUNK_BYTES = 1 << 28;

/** @param numbers Float32Array or Float64Array, @param shape e.g. [rows, columns] */
export function writeNpy(file, numbers, shape) {
  const descr = numbers instanceof Float32Array ? "<f4" : "<f8";
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`;
  const header = Buffer.alloc(HEADER_BYTES, " ");
  header.write("\x93NUMPY\x01\x00", "latin1");
  header.writeUInt16LE(HEADER_BYTES - 10, 8);
  header.write(`${dictionary}`, 10, "latin1");
  header.write("\n", HEADER_BYTES - 1);
  const handle = openSync(file, "w");
  writeSync(handle, header);
  inChunks(numbers, (bytes) => writeSync(handle, bytes));
  closeSync(handle);
}

/** Fills `numbers` from a file that writeNpy wrote. */
export function readNpy(file, numbers) {
  const handle = openSync(file, "r");
  let position = HEADER_BYTES;
  inChunks(numbers, (bytes) => {
    const read = readSync(handle, bytes, 0, bytes.length, position);
    if (read !== bytes.length) throw new Error(`${file}: ends after ${position + read} bytes`);
    position += read;
    return read;
  });
  closeSync(handle);
  return numbers;
}

/** Node reads and writes at most 2 GB in one call, and may write less than it was given. */
function inChunks(numbers, use) {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  for (let at = 0; at < bytes.length; ) at += use(bytes.subarray(at, Math.min(at + CHUNK_BYTES, bytes.length)));
}
