/** Tables of data frame packages, as their own declarations have them, go into every entry. Compiled, and not run. */
import { tableFromArrays as flechetteTable } from "@uwdata/flechette";
import { type Table as ArrowTable, tableFromArrays as arrowTable } from "apache-arrow";
import { table as arqueroTable } from "arquero";
import { crossValidate, Dataset, LogisticRegression, regularizationPath, type Table } from "logit-wasm";
import { loadModel } from "logit-wasm/predict";
import pl from "nodejs-polars";

const columns = { age: [31, 44], churned: ["yes", "no"] };
const arrow = arrowTable({ ...columns, age: Float64Array.from(columns.age) });
const arrowOfAny: ArrowTable = arrow as never;
const flechette = flechetteTable(columns);
const arquero = arqueroTable(columns);
const frame = pl.DataFrame(columns);
const frameOfAny: pl.DataFrame = frame as never;

const options = { target: "churned" } as const;
const model = new LogisticRegression();
model.fit(arrow, options).fit(arrowOfAny, options).fit(flechette, options);
model.fit(arquero, options).fit(frame, options).fit(frameOfAny, options);
model.fit(arrow, ["yes", "no"]).fit(frame, columns.churned, { drop: ["churned"] });

const tables: Table[] = [arrow, arrowOfAny, flechette, arquero, frame, frameOfAny];
for (const table of tables) {
  await model.fitAsync(table, options);
  model.fit(Dataset.from(table, options)).partialFit(table, options);
  crossValidate(table, options).model.predict(table);
  regularizationPath(table, options).model(0).predictProba(table);
  model.score(table) satisfies number;
  loadModel(JSON.stringify(model)).predict(table);
}
