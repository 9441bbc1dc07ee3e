## Inference for predictive regressions with overlapping windows, in base R and written with loops, so that the
## bookkeeping of dates is done a second way. Rscript scripts/15_predictive.R
suppressPackageStartupMessages({library(sandwich); library(jsonlite)}); options(digits = 15)
uk <- read.csv("inputs/UKpppuip.csv"); s <- 100 * uk$e12; d <- 100 * (uk$i1 - uk$i2); N <- length(s)

fama <- function(k) {
  n <- N - k; y <- s[(1 + k):N] - s[1:n]; x <- d[1:n]; m <- lm(y ~ x)
  nw <- function(L) NeweyWest(m, lag = L, prewhite = FALSE, adjust = FALSE)
  wald <- function(V) as.numeric((coef(m) - c(0, 1)) %*% solve(V) %*% (coef(m) - c(0, 1)))
  ## Hodrick (1992) 1B: e_j is the step from j-1 to j less 1/k of the differential at j-1, around its mean.
  e <- rep(NA, N); for (j in 2:N) e[j] <- s[j] - s[j - 1] - d[j - 1] / k
  e <- e - mean(e[2:(n + k)]); S <- matrix(0, 2, 2)
  for (j in 2:(n + k)) {
    w <- c(0, 0); for (t in 1:n) if (t < j && j <= t + k) w <- w + c(1, x[t])
    S <- S + e[j]^2 * (w %o% w)
  }
  B <- solve(crossprod(cbind(1, x))); H <- B %*% S %*% B
  list(horizon = k, nobs = n, coef = unname(coef(m)), se_nw_k1 = unname(sqrt(diag(nw(k - 1)))),
       se_nw8 = unname(sqrt(diag(nw(8)))), wald_nw8 = wald(nw(8)), se_hodrick = sqrt(diag(H)), wald_hodrick = wald(H))
}

## Kostakis, Magdalinos and Stamatogiannis (2015), one predictor, in their matrix notation; Stambaugh (1999).
ivx <- function(y, x, beta = 0.95) {                      # y_t on x_{t-1}, t = 1..n; x has n + 1 values
  n <- length(y); x0 <- x[1:n]; x1 <- x[2:(n + 1)]; R <- 1 - 1 / n^beta
  z <- numeric(n + 1); for (t in 1:n) { z[t + 1] <- 0; for (j in 1:t) z[t + 1] <- z[t + 1] + R^(t - j) * (x[j + 1] - x[j]) }
  z <- z[1:n]; my <- lm(y ~ x0); mx <- lm(x1 ~ x0); e <- resid(my); u <- resid(mx)
  M <- floor(n^(1 / 3)); Luu <- 0; Lue <- 0
  for (h in 1:M) for (t in (h + 1):n) { Luu <- Luu + (1 - h / (M + 1)) * u[t] * u[t - h] / n; Lue <- Lue + (1 - h / (M + 1)) * u[t] * e[t - h] / n }
  See <- mean(e^2); Ouu <- mean(u^2) + 2 * Luu; Oeu <- mean(e * u) + Lue; FM <- See - Oeu^2 / Ouu
  A <- sum((y - mean(y)) * z) / sum((x0 - mean(x0)) * z); Q <- (sum(z^2) * See - n * mean(z)^2 * FM) / sum((x0 - mean(x0)) * z)^2
  rho <- unname(coef(mx)[2])
  list(nobs = n, slope = unname(coef(my)[2]), se = sqrt(vcov(my)[2, 2]), rho = rho, shock_correlation = cor(e, u),
       bias = -(1 + 3 * rho) / n * sum(e * u) / sum(u^2), ivx = A, ivx_se = sqrt(Q), wald0 = A^2 / Q, wald1 = (A - 1)^2 / Q)
}
us <- read.csv("inputs/us_monthly_1999_2026.csv"); yen <- 100 * log(us$usd_jpy[us$month <= "2025-09"]); level <- yen - yen[1]
out <- list(fama = lapply(c(1, 4, 8), fama), uk = ivx(diff(s), d), yen_on_its_level = ivx(diff(yen), level),
  convention = paste("fama: 100*(e12_{t+k}-e12_t) on 100*(i1-i2)_t, UKpppuip, coef = intercept, slope; nw_k1: Bartlett lag k-1.",
    "ivx uk: one-quarter change on 100*(i1-i2). yen_on_its_level: monthly change of 100*log usd_jpy 1999-01..2025-09 on its level,",
    "the most endogenous predictor there is (shock correlation 1)."))
write(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "expected/H2_predictive.json")
