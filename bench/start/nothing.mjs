// Child process: the data and no library.
import { timed } from "./breastCancer.mjs";

await timed(
  () => undefined,
  () => 0,
);
