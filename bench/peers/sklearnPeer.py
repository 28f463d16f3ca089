"""scikit-learn.   sklearnPeer.py FOLDER SOLVER"""

import sys
import warnings

from serve import C, answer, load, serve

try:
    import sklearn
    from sklearn.linear_model import LogisticRegression
except ImportError as error:
    answer({"missing": str(error)})
    sys.exit()

# a ladder starts with settings that are too loose, and ends with some that are too tight
warnings.filterwarnings("ignore")
folder, solver = sys.argv[1:3]
X, y = load(folder)


def fit(setting):
    model = LogisticRegression(C=C, solver=solver, max_iter=100_000, random_state=0, **setting).fit(X, y)
    return model.coef_[0], model.intercept_[0], {"iterations": int(model.n_iter_[0])}


serve({"version": f"scikit-learn {sklearn.__version__}"}, fit)
