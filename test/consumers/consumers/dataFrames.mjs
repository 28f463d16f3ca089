import { node } from "../command.mjs";

const PACKAGES = ["apache-arrow", "@uwdata/flechette", "arquero", "nodejs-polars"];

/** Tables of data frame packages, as these make them. */
export const dataFrames = PACKAGES.map((name) => ({
  name: `tables of ${name}: the bits of row objects`,
  run: () => node("programs/dataFrames.mjs", name),
}));
