// Child process: TensorFlow.js on its WebAssembly backend, one thread, SIMD.   node tfjs.mjs FOLDER
//
// Gradient descent on the penalised cost from zero, the gradient written out as a formula (no automatic differentiation, no
// cost), X resident in the backend: its best case.
import { load } from "../fit/cache.mjs";
import { missing, serve } from "../fit/serve.mjs";

async function run() {
  const tf = await import("@tensorflow/tfjs-core");
  const { setThreadsCount } = await import("@tensorflow/tfjs-backend-wasm");
  setThreadsCount(1);
  await tf.setBackend("wasm");
  const { x, y, rows, columns, l2 } = load(process.argv[2], "f32");
  const X = tf.tensor2d(x, [rows, columns]);
  const Y = tf.tensor2d(Float32Array.from(y), [rows, 1]);

  const step = (w, b, learningRate) =>
    tf.tidy(() => {
      const dz = tf.sub(tf.sigmoid(tf.add(tf.matMul(X, w), b)), Y);
      const dw = tf.add(tf.div(tf.matMul(X, dz, true, false), rows), tf.mul(w, l2));
      return [tf.sub(w, tf.mul(dw, learningRate)), tf.sub(b, tf.mul(tf.mean(dz), learningRate))];
    });

  await serve({ version: `TensorFlow.js ${tf.version_core}` }, ({ steps, learningRate }) => {
    let point = [tf.zeros([columns, 1]), tf.scalar(0)];
    for (let k = 0; k < steps; ++k) {
      const next = step(...point, learningRate);
      tf.dispose(point);
      point = next;
    }
    const [coef, intercept] = point.map((tensor) => tensor.dataSync());
    tf.dispose(point);
    return { coef, intercept: intercept[0], counts: { steps } };
  });
}

await run().catch((error) => {
  if (error.code === "ERR_MODULE_NOT_FOUND") missing("npm install in bench/peers has not run");
  else throw error;
});
