/**
 * Tells the optimiser that no pointer lies below 1024 (the arena begins above), so that `load(p + 48)` becomes a load with
 * an immediate offset: without it every unrolled column of a kernel pays for its own address (10 % of the backward half).
 */
import binaryen from "assemblyscript/binaryen";
import { Transform } from "assemblyscript/transform";

export default class FoldOffsets extends Transform {
  afterCompile() {
    binaryen.setLowMemoryUnused(true);
  }
}
