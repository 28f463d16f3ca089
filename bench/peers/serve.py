"""The child's side of ../fit/child.mjs for contenders in Python; the twin of ../fit/serve.mjs."""

import json
import sys
import time


# weight of the sum of the losses against ||w||^2 / 2, the same as l2 = 1 / rows beside their mean
C = 1.0


def answer(value):
    print(json.dumps(value), flush=True)


def load(folder):
    """X (float64, row-major) and y (0 or 1)."""
    import numpy

    return numpy.load(f"{folder}/X.f64.npy"), numpy.load(f"{folder}/y.f64.npy")


def serve(about, solve):
    """solve: a setting -> (coef, intercept, counts); only its time counts."""
    answer({"ready": True, **about})
    for line in sys.stdin:
        question = json.loads(line)
        times = []
        begin = time.perf_counter()
        while True:
            start = time.perf_counter()
            coef, intercept, counts = solve(question["setting"])
            times.append(1000 * (time.perf_counter() - start))
            if 1000 * (time.perf_counter() - begin) >= question["atLeastMs"]:
                break
        answer({"times": times, "coef": list(map(float, coef)), "intercept": float(intercept), "counts": counts})
