// Browsers: fetches the data and posts what the suite returns, or what went wrong, to where the page came from.
try {
  const library = await import("logit-wasm");
  const metrics = await import("logit-wasm/metrics");
  const predict = await import("logit-wasm/predict");
  const { conformance } = await import("./suite/conformance.mjs");
  const data = await (await fetch("data.bin")).arrayBuffer();
  await post(await conformance({ ...library, ...metrics, ...predict }, data));
} catch (error) {
  await post({ error: `${error}\n${error.stack}` });
}

function post(result) {
  return fetch("result", { method: "POST", body: JSON.stringify(result) });
}
