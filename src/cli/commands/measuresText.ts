import type { Classes } from "../../types.ts";
import { countText, facts, nameText, shareText, table } from "../write/layout.ts";
import type { Measures } from "./measures.ts";

/** Accuracy, log loss, AUC and the confusion matrix as lines. */
export function measuresText(measures: Measures, classes: Classes): string[] {
  const { truePositive, falsePositive, trueNegative, falseNegative } = measures.confusion;
  const right = truePositive + trueNegative;
  const all = right + falsePositive + falseNegative;
  const baseline = `always the more frequent class: ${shareText(measures.baselineAccuracy)}`;
  const [negative, positive] = classes.map((label) => nameText(String(label), 20));
  return [
    ...facts([
      ["accuracy", `${shareText(measures.accuracy)}  ${countText(right)} of ${countText(all)} (${baseline})`],
      ["log loss", `${measures.logLoss.toFixed(4)}  nats a row`],
      ["AUC", `${shareText(measures.rocAuc)}${measures.rocAuc === null ? "  these rows are of one class only" : ""}`],
      ["precision", `${shareText(measures.precision)}  of those predicted ${positive}`],
      ["recall", `${shareText(measures.recall)}  of those that are ${positive}`],
    ]),
    "",
    ...table(
      [
        ["", `predicted ${negative}`, `predicted ${positive}`],
        [`actual ${negative}`, countText(trueNegative), countText(falsePositive)],
        [`actual ${positive}`, countText(falseNegative), countText(truePositive)],
      ],
      ["left", "right", "right"],
    ),
  ];
}
