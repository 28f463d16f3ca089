# R's glmnet, an l1 path of 100 lambdas.   Rscript --vanilla glmnetPeer.R FOLDER
# Speaks as ../fit/child.mjs asks: lines of JSON, written by hand, since base R has no JSON.
answer <- function(...) { cat(..., "\n", sep = ""); flush(stdout()) }
if (!suppressMessages(suppressWarnings(require(glmnet, quietly = TRUE)))) {
  answer('{"missing":"no package glmnet"}')
  quit()
}
folder <- commandArgs(trailingOnly = TRUE)[1]
numbers <- function(file, count) {
  connection <- file(file, "rb")
  on.exit(close(connection))
  readBin(connection, "raw", 128)
  readBin(connection, "double", count, endian = "little")
}
shape <- gsub("[^0-9:,]", "", readLines(file.path(folder, "shape.json"), warn = FALSE))
sizes <- as.numeric(sub(".*:", "", strsplit(shape, ",")[[1]][1:2]))
X <- matrix(numbers(file.path(folder, "X.f64.npy"), prod(sizes)), sizes[1], sizes[2], byrow = TRUE)
y <- numbers(file.path(folder, "y.f64.npy"), sizes[1])
answer('{"ready":true,"version":"glmnet ', as.character(packageVersion("glmnet")), '"}')
questions <- file("stdin", "r")
while (length(readLines(questions, 1)) > 0) {
  elapsed <- system.time(path <- glmnet(X, y, family = "binomial", nlambda = 100))[["elapsed"]]
  answer('{"times":[', 1000 * elapsed, '],"coef":[],"intercept":0,"counts":{"lambdas":', length(path$lambda), '}}')
}
