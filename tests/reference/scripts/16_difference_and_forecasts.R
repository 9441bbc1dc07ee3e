## Difference in differences by lm with dummies written out, and forecast tests by forecast::dm.test; Clark-West with its
## cosine variance in loops. Inputs are drawn here with a fixed seed. Rscript scripts/16_difference_and_forecasts.R
suppressPackageStartupMessages({library(forecast); library(jsonlite)}); options(digits = 15); set.seed(20261128)
T <- 77; months <- format(seq(as.Date("2020-01-01"), by = "month", length.out = T), "%Y-%m")
common <- cumsum(rnorm(T, 0, 0.01)); own <- cumsum(rnorm(T, 0, 0.008))
treated <- round(100 * exp(common + own - 0.15 * (months >= "2025-04") + 0.05 * (months >= "2025-10")), 1)
comparison <- round(100 * exp(common), 1)
write.csv(data.frame(month = months, treated, comparison), "inputs/synthetic_gap.csv", row.names = FALSE, quote = FALSE)

long <- data.frame(y = 100 * log(c(treated, comparison)), m = factor(rep(months, 2)), d = rep(c(1, 0), each = T))
window <- function(base, first, last) {        # rows of base and window; month dummies, a level of each, one interaction
  keep <- long$m %in% months[months >= first & months <= last] | long$m %in% base
  x <- droplevels(long[keep, ]); x$after <- x$d * as.numeric(!(x$m %in% base))
  unname(coef(lm(y ~ m + d + after, x))["after"])
}
path <- function(base) {                       # every month after the base has its own interaction
  x <- droplevels(long[as.character(long$m) >= base, ]); x$m <- relevel(x$m, base)
  b <- coef(lm(y ~ m * d, x)); unname(b[grep(":d$", names(b))])
}
placebos <- sapply(1:58, function(i) window(months[i], months[i + 1], months[i + 5]))
gap <- list(rise = window("2025-03", "2025-04", "2025-08"), both = window("2025-03", "2025-10", "2026-05"),
            year = window(months[months >= "2024-04" & months <= "2025-03"], "2025-04", "2025-08"),
            path = path("2025-03"), placebos = placebos)

n <- 160; e <- matrix(rnorm(2 * (n + 11)), ncol = 2)
ma <- function(z, q) as.numeric(filter(z, rep(1, q), sides = 1))[q:(n + q - 1)]
e1 <- ma(e[, 1], 12) + 0.3; e2 <- 0.9 * e1 + 0.5 * ma(e[, 2], 12)
write.csv(data.frame(small = e1, large = e2), "inputs/synthetic_errors.csv", row.names = FALSE, quote = FALSE)
dm <- lapply(c(1, 3, 12), function(h) lapply(c(acf = "acf", bartlett = "bartlett"), function(v) lapply(1:2, function(p) {
  r <- suppressWarnings(dm.test(e1, e2, h = h, power = p, varestimator = v)); list(t = unname(r$statistic), p = r$p.value)})))
names(dm) <- c("h1", "h3", "h12")
f <- e1^2 - (e2^2 - (e1 - e2)^2); B <- floor(0.4 * n^(2 / 3)); V <- 0
for (j in 1:B) { s <- 0; for (t in 1:n) s <- s + sqrt(2 / n) * f[t] * cos(pi * j * (t - 0.5) / n); V <- V + s^2 / B }
t <- mean(f) / sqrt(V / n); cw <- list(t = t, B = B, p = 1 - pt(t, B))
write_json(list(convention = "log points; two-sided Diebold-Mariano with the factor of Harvey, Leybourne and Newbold and t(n-1); one-sided Clark-West",
                gap = gap, dm = dm, cw = cw), "expected/P_difference_and_forecasts.json", auto_unbox = TRUE, digits = 15, pretty = TRUE)
