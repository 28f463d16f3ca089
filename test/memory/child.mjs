// Runs one scenario and prints what it returns:   node --expose-gc child.mjs NAME JSON
import { SCENARIOS } from "./scenarios.mjs";

const [name, json] = process.argv.slice(2);
process.stdout.write(JSON.stringify(SCENARIOS[name](JSON.parse(json))));
