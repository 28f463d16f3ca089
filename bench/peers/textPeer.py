"""scikit-learn's TfidfVectorizer for ../text.mjs: { texts, settings, rounds } on stdin, { version, times, ... } on stdout."""

import json
import sys
import time

import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer

question = json.load(sys.stdin)
settings = question["settings"]
characters = settings.get("characters")
times = []
for _ in range(question["rounds"]):
    start = time.perf_counter()
    vectorizer = TfidfVectorizer(
        analyzer="char_wb" if characters else "word",
        ngram_range=tuple(characters or settings.get("words", (1, 1))),
        min_df=settings.get("minCount", 1),
    )
    rows = vectorizer.fit_transform(question["texts"])
    times.append(1000 * (time.perf_counter() - start))
answer = {"version": sklearn.__version__, "times": times, "terms": rows.shape[1], "nonZeros": int(rows.nnz)}
print(json.dumps(answer))
