## The main equation: distributed lags of the rate and of a foreign price, month effects and means by blocks of 15 years.
## Base R only (lm, crossprod); cosine covariance by hand. Run in tests/reference:  Rscript scripts/16_main_equation.R
suppressPackageStartupMessages(library(jsonlite)); options(digits=15)
d <- read.csv("inputs/fedstl_monthly_1973_2019.csv", stringsAsFactors=FALSE)
L <- function(x,k){ n<-length(x); if(k==0) return(x); c(rep(NA,k), x[1:(n-k)]) }
d1 <- function(x) c(NA, 100*diff(log(x)))
pi <- d1(d$cpiaucsl); de <- d1(1/d$twexbmth); df <- d1(d$ppiaco)
year <- as.integer(substr(d$obs,1,4)); month <- as.integer(substr(d$obs,6,7))
block <- factor((year-1980)%/%15); mon <- factor(month)
design <- function(q){
  E <- sapply(0:q,function(k) L(de,k)); F <- sapply(0:q,function(k) L(df,k)); colnames(E)<-paste0("e",0:q); colnames(F)<-paste0("f",0:q)
  keep <- complete.cases(cbind(pi,E,F)); list(E=E[keep,,drop=FALSE],F=F[keep,,drop=FALSE],y=pi[keep],b=block[keep],m=mon[keep],keep=which(keep)) }
psi <- function(X,u){ (X*u) %*% solve(crossprod(X)) }
lev <- function(m) resid(m)/(1-hatvalues(m))                       # residuals divided by 1 - leverage
ewc <- function(P){ n<-nrow(P); B<-floor(0.4*n^(2/3)); S<-matrix(0,ncol(P),ncol(P))
  for(j in 1:B){ l<-sqrt(2/n)*colSums(P*cos(base::pi*j*((1:n)-0.5)/n)); S<-S+tcrossprod(l) }; list(V=n*S/B,B=B) }
join <- function(b){ b <- as.integer(as.character(b)); repeat{ n<-table(b); v<-as.integer(names(n)); if(length(v)==1 || min(n)>=60) return(factor(b))
  i<-which.min(n); b[b==v[i]] <- if(i==1) v[2] else v[i-1] } }       # a block of fewer than 60 rows joins the one before, the first the one after
season <- function(z){ b<-join(z$b); if(nlevels(b)==1) model.matrix(~ z$m - 1) else model.matrix(~ b:z$m - 1) }   # one column a month of a block: means and effects
fits <- function(z){ S<-season(z); a<-lm(z$y ~ z$E+z$F+S-1); b<-lm(z$y ~ z$E+S-1); list(a=a,b=b) }
q <- 24; z <- design(q); m <- fits(z); Xa<-model.matrix(m$a); Xb<-model.matrix(m$b); k<-q+1
joint <- ewc(cbind(psi(Xa,resid(m$a))[,1:k], psi(Xb,resid(m$b))[,1:k])); joint3 <- ewc(cbind(psi(Xa,lev(m$a))[,1:k], psi(Xb,lev(m$b))[,1:k]))
C <- kronecker(diag(2), lower.tri(matrix(1,k,k),diag=TRUE)*1)
V3 <- C%*%joint3$V%*%t(C); V <- C%*%joint$V%*%t(C); fixed<-cumsum(coef(m$a)[1:k]); free<-cumsum(coef(m$b)[1:k]); i<-c(1,7,13,25)
Pi <- apply(z$F,2,function(col) coef(lm.fit(Xb,col))[1:k]); through <- cumsum(Pi %*% coef(m$a)[(k+1):(2*k)])
D <- cbind(-diag(k),diag(k)); Vt <- D%*%V%*%t(D)
ic <- function(long){ z<-design(long); n<-length(z$y); t(sapply(0:long,function(p){ zz<-z; zz$E<-z$E[,1:(p+1),drop=FALSE]; zz$F<-z$F[,1:(p+1),drop=FALSE]
  f<-fits(zz)$a; r<-sum(resid(f)^2); kk<-f$rank; c(n*log(r/n)+2*kk, n*log(r/n)+log(n)*kk) })) }
left <- function(q,more){ z<-design(q+more); f<-fits(z)$a; X<-model.matrix(f); e<-ewc(psi(X,resid(f))); s<-(q+2):(q+more+1); b<-coef(f)[s]; W<-as.numeric(t(b)%*%solve(e$V[s,s])%*%b)
  list(wald=W, p=pf(W*(e$B-more+1)/(e$B*more),more,e$B-more+1,lower.tail=FALSE), sum=sum(b), se=sqrt(sum(e$V[s,s])), B=e$B, nobs=length(z$y)) }
at <- function(stop){ z<-design(12); u<-d$obs[z$keep] <= stop; z<-lapply(z,function(x) if(is.matrix(x)) x[u,,drop=FALSE] else x[u]); z$b<-droplevels(z$b); f<-fits(z)$a; X<-model.matrix(f)
  e<-ewc(as.matrix(rowSums(psi(X,resid(f))[,1:13]))); list(est=sum(coef(f)[1:13]), se=sqrt(e$V[1,1]), nobs=length(z$y)) }
I <- ic(36)
write(toJSON(list(convention="100 x log changes; price cpiaucsl, rate 1/twexbmth (up = weaker dollar), foreign price ppiaco; lags 0..24 of both; one mean and eleven month effects a block (1980 + 15 j); cosine covariance of stacked influence terms, B = floor(0.4 n^(2/3))",
  nobs=length(z$y), B=joint$B, horizons=i-1, fixed=unname(fixed[i]), free=unname(free[i]), through=unname(through[i]),
  se_fixed=sqrt(diag(V))[i], se_free=sqrt(diag(V))[k+i], se_through=sqrt(diag(Vt))[i], cov_last=V[k,2*k], se3_fixed=sqrt(diag(V3))[i], se3_free=sqrt(diag(V3))[k+i], cov3_last=V3[k,2*k],
  aic=I[,1], bic=I[,2], left_out=left(12,12), at_2012_12=at("2012M12"), at_2016_12=at("2016M12")), digits=NA, auto_unbox=TRUE, pretty=TRUE), "expected/P_main_equation.json")
