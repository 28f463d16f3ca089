/** The suites by their names, each a function of the options. */
import { csvFiles } from "./csvFiles.mjs";
import { fits } from "./fits.mjs";
import { metricValues } from "./metricValues.mjs";
import { modelFiles } from "./modelFiles.mjs";
import { paths } from "./paths.mjs";
import { sameBits } from "./sameBits.mjs";
import { sparseRows } from "./sparseRows.mjs";
import { strangeValues } from "./strangeValues.mjs";
import { streams } from "./streams.mjs";

export const SUITES = { fits, paths, streams, sameBits, modelFiles, strangeValues, csvFiles, metricValues, sparseRows };
