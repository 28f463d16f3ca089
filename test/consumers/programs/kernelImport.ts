import { setKernelModule } from "logit-wasm";
import kernel from "logit-wasm/kernel.wasm";
import sameKernel from "logit-wasm/kernel.wasm?module";

setKernelModule(kernel);
setKernelModule(sameKernel);
