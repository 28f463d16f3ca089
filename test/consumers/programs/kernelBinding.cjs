// The webpack loader that Next.js has for `?module`: the kernel is a variable that the edge runtime binds.
module.exports = () => "module.exports = wasm_kernel;";
module.exports.raw = true;
