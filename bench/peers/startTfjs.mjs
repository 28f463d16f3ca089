// Child process of bench/start.mjs: TensorFlow.js on its WebAssembly backend, gradient descent.
import { STEPS, timed } from "../start/breastCancer.mjs";

await timed(
  async () => {
    const tf = await import("@tensorflow/tfjs-core");
    const { setThreadsCount } = await import("@tensorflow/tfjs-backend-wasm");
    setThreadsCount(1);
    await tf.setBackend("wasm");
    return tf;
  },
  (tf, { x, y, rows, columns }) => {
    const X = tf.tensor2d(Float32Array.from(x), [rows, columns]);
    const Y = tf.tensor2d(Float32Array.from(y), [rows, 1]);
    const activation = (rowsOfX, w, b) => tf.sigmoid(tf.add(tf.matMul(rowsOfX, w), b));
    let w = tf.zeros([columns, 1]);
    let b = tf.scalar(0);
    for (let step = 0; step < STEPS; ++step) {
      [w, b] = tf.tidy(() => {
        const dz = tf.sub(activation(X, w, b), Y);
        const dw = tf.div(tf.matMul(X, dz, true, false), rows);
        return [tf.sub(w, tf.mul(dw, 0.5)), tf.sub(b, tf.mul(tf.mean(dz), 0.5))];
      });
    }
    return activation(tf.slice(X, [0, 0], [1, columns]), w, b).dataSync()[0];
  },
);
