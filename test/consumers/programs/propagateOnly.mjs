import { propagate } from "logit-wasm";

const { dw, db } = propagate([[1, 2]], [1], { w: [0, 0], b: 0 });
console.log(JSON.stringify([...dw, db]));
