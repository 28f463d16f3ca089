"""scikit-learn and LIBLINEAR on the sparse rows of ../sparseFit.mjs.

sparsePeer.py FOLDER. A question is { solver, tolerance, l1, repeats }; the answer has the times in ms, the coefficients in a file
and the intercept. C = 1, which is l2 = 1 / rows on columns as they are; with l1 the penalty of LIBLINEAR's -s 6 at that C, and no
intercept. train() of LIBLINEAR is timed without reading a file.
"""

import json
import sys
import time
import warnings

import numpy
import scipy.sparse

warnings.filterwarnings("ignore")
folder = sys.argv[1]


def answer(value):
    print(json.dumps(value), flush=True)


shape = json.load(open(f"{folder}/shape.json"))
indptr = numpy.fromfile(f"{folder}/indptr.u32", dtype=numpy.uint32).astype(numpy.int32)
indices = numpy.fromfile(f"{folder}/indices.u32", dtype=numpy.uint32).astype(numpy.int32)
data = numpy.fromfile(f"{folder}/data.f64", dtype=numpy.float64)
y = numpy.fromfile(f"{folder}/y.f64", dtype=numpy.float64)
X = scipy.sparse.csr_matrix((data, indices, indptr), shape=shape)
try:
    from liblinear import liblinearutil
except ImportError:
    liblinearutil = None
from sklearn.linear_model import LogisticRegression


def sklearn_fit(solver, tolerance, l1):
    model = LogisticRegression(C=1.0, solver=solver, tol=tolerance, max_iter=100000, fit_intercept=not l1,
                               **({"penalty": "l1"} if l1 else {}))
    start = time.perf_counter()
    model.fit(X, y)
    return 1000 * (time.perf_counter() - start), model.coef_[0], float(numpy.ravel(model.intercept_)[0])


def liblinear_fit(tolerance, l1):
    problem = liblinearutil.problem(2 * y - 1, X)
    # an intercept without a penalty is a column of ones that -R leaves out of it
    rest = "-s 6 -B -1" if l1 else "-s 0 -B 1 -R"
    parameter = liblinearutil.parameter(f"{rest} -c 1 -e {tolerance} -q")
    start = time.perf_counter()
    model = liblinearutil.train(problem, parameter)
    elapsed = 1000 * (time.perf_counter() - start)
    coef, bias = model.get_decfun()
    return elapsed, numpy.array(coef), float(bias)


answer({"ready": True, "liblinear": liblinearutil is not None})
for line in sys.stdin:
    question = json.loads(line)
    times = []
    for _ in range(question["repeats"]):
        if question["solver"] == "LIBLINEAR":
            elapsed, coef, intercept = liblinear_fit(question["tolerance"], question["l1"])
        else:
            elapsed, coef, intercept = sklearn_fit(question["solver"], question["tolerance"], question["l1"])
        times.append(elapsed)
    numpy.asarray(coef, dtype=numpy.float64).tofile(f"{folder}/coef.f64")
    answer({"times": times, "intercept": intercept})
