/** Mutated model files: `node test/fuzz/modelFiles.mjs`, options as in fits.mjs. */
import { runIfMain } from "./cases.mjs";
import { judgeModel } from "./judgeModel.mjs";
import { baseModels, mutateObject, mutateText } from "./modelMutants.mjs";
import { randomOf } from "./random.mjs";

export function modelFiles({ dump = false } = {}) {
  let bases;
  return {
    name: "modelFiles",
    cases: 20_000,
    attempt(library, number) {
      bases ??= baseModels(library);
      const random = randomOf(number, "model");
      const [name, text] = random.pick(bases);
      let json;
      let what;
      if (random.chance(0.3)) [json, what] = mutateText(random, text);
      else [json, what] = mutateObject(random, JSON.parse(text));
      if (dump) console.log(name, what, JSON.stringify(json));
      return judgeModel(library, random, json).map(({ kind, detail }) => ({
        kind,
        detail: `${name}, ${what}: ${detail}`,
      }));
    },
  };
}

await runIfMain(import.meta.url, modelFiles);
