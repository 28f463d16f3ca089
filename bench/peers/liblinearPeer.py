"""LIBLINEAR's own library, which liblinear-train is a shell around: train() is timed, without reading a text file.

liblinearPeer.py FOLDER. The rows are in LIBLINEAR's sparse format, zeros left out, before the clock starts.
"""

import ctypes
import sys
from ctypes import POINTER, Structure, byref, c_double, c_int, c_void_p

from serve import C, answer, load, serve

try:
    import numpy

    library = ctypes.CDLL("liblinear.so.4")
except (ImportError, OSError) as error:
    answer({"missing": str(error)})
    sys.exit()

L2R_LR = 0
VERSIONS_WITH_THESE_STRUCTS = range(220, 240)


class Problem(Structure):
    _fields_ = [("l", c_int), ("n", c_int), ("y", c_void_p), ("x", c_void_p), ("bias", c_double)]


class Parameter(Structure):
    _fields_ = [
        ("solver_type", c_int),
        ("eps", c_double),
        ("C", c_double),
        ("nr_weight", c_int),
        ("weight_label", c_void_p),
        ("weight", c_void_p),
        ("p", c_double),
        ("init_sol", c_void_p),
    ]


class Model(Structure):
    _fields_ = [
        ("param", Parameter),
        ("nr_class", c_int),
        ("nr_feature", c_int),
        ("w", POINTER(c_double)),
        ("label", POINTER(c_int)),
        ("bias", c_double),
    ]


version = c_int.in_dll(library, "liblinear_version").value
if version not in VERSIONS_WITH_THESE_STRUCTS:
    answer({"missing": f"LIBLINEAR {version / 100}, whose structs are not known here"})
    sys.exit()

quiet = ctypes.CFUNCTYPE(None, ctypes.c_char_p)(lambda text: None)
library.set_print_string_function(quiet)
library.train.restype = POINTER(Model)

X, y = load(sys.argv[1])
rows, columns = X.shape
labels = numpy.where(y > 0, 1.0, -1.0)

# per row its non-zero entries (columns from 1), the bias as column n + 1, and an end mark
row_of, column_of = numpy.nonzero(X)
length = numpy.bincount(row_of, minlength=rows) + 2
start = numpy.cumsum(length) - length
node = numpy.zeros(length.sum(), dtype=numpy.dtype([("index", "i4"), ("value", "f8")], align=True))
place = numpy.arange(len(row_of)) + 2 * row_of
node["index"][place] = column_of + 1
node["value"][place] = X[row_of, column_of]
bias_place = start + length - 2
node["index"][bias_place] = columns + 1
node["index"][bias_place + 1] = -1
row_pointers = (node.ctypes.data + node.itemsize * start).astype(numpy.uintp)
del X, row_of, column_of, place


def fit(setting):
    bias = setting["bias"]
    if node["value"][bias_place[0]] != bias:
        node["value"][bias_place] = bias
    problem = Problem(rows, columns + 1, labels.ctypes.data, row_pointers.ctypes.data, bias)
    parameter = Parameter(L2R_LR, setting["eps"], C, 0, None, None, 0.1, None)
    model = library.train(byref(problem), byref(parameter))
    sign = model.contents.label[0]
    w = sign * numpy.ctypeslib.as_array(model.contents.w, (columns + 1,))
    library.free_and_destroy_model(byref(model))
    return w[:-1], w[-1] * bias, {}


serve({"version": f"LIBLINEAR {version / 100}"}, fit)
