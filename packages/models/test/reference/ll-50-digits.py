"""Log-likelihoods of single customers at 50 digits: python ll-50-digits.py > ll-50-digits.json (mpmath, gmpy2)."""
import json
import multiprocessing
import random

import mpmath as mp

POINTS = 2500  # per model
CHUNK = 50  # points of one seed
mp.mp.dps = 80  # 50 remain after the worst cancellation


def log_uniform(source, low, high):
    return float("%.3g" % 10 ** source.uniform(low, high))


def history(source):
    T = log_uniform(source, -3, 5)
    x = source.choice([0, 0, 1, 2, 3, 5, 10, 30, 100, 300, 1000, 5000])
    tx = 0.0 if x == 0 else float("%.4g" % (T * source.choice([source.random(), 1 - 1e-3 * source.random(), 0.01, 1])))
    return x, min(max(tx, 1e-6) if x else 0.0, T), T


def rise(z, n):
    return mp.loggamma(mp.mpf(z) + n) - mp.loggamma(mp.mpf(z))


def nbd(r, alpha, x, T):
    return rise(r, x) - x * mp.log(alpha) - (mp.mpf(r) + x) * mp.log1p(mp.mpf(T) / alpha)


def dropout(params, x, tx, T, coins):
    r, alpha, a, b = map(mp.mpf, params)
    R = r + x
    n = x + coins
    alive = rise(b, n) - rise(a + b, n) - R * mp.log1p(mp.mpf(T) / alpha)
    branches = mp.exp(alive)
    if n > 0:
        branches += mp.exp(mp.log(a) + rise(b, n - 1) - rise(a + b, n) - R * mp.log1p(mp.mpf(tx) / alpha))
    return rise(r, x) - x * mp.log(alpha) + mp.log(branches)


def pareto(params, x, tx, T):
    r, alpha, s, beta = map(mp.mpf, params)
    tx, T = mp.mpf(tx), mp.mpf(T)
    R = r + x
    near = min(alpha, beta) + tx
    ca, cb = near / (alpha + tx), near / (beta + tx)
    end = mp.log1p((T - tx) / near)

    def integrand(v):
        grown = mp.expm1(v)
        return mp.exp(v - R * mp.log1p(ca * grown) - (s + 1) * mp.log1p(cb * grown))

    total = mp.mpf(0)
    if T > tx:
        steepness = max(R * ca + (s + 1) * cb, mp.mpf(1))
        edges = [mp.mpf(0)]
        step = min(mp.mpf(20) / steepness, mp.mpf(2))
        while edges[-1] < end:
            edges.append(min(end, edges[-1] + min(step, mp.mpf(2))))
            step *= 2
        peak = mp.mpf(0)
        for low, high in zip(edges, edges[1:]):
            part = mp.quad(integrand, [low, high], method="gauss-legendre", maxdegree=8)
            total += part
            peak = max(peak, part)
            if part < peak * mp.mpf(10) ** -60:
                break
    alive = -R * mp.log1p(T / alpha) - s * mp.log1p(T / beta)
    left = -R * mp.log1p(tx / alpha) - s * mp.log1p(tx / beta)
    return rise(r, x) - x * mp.log(alpha) + mp.log(mp.exp(alive) + mp.exp(left) * s * cb * total)


def chunk(task):
    model, number = task
    source = random.Random("%s %d" % (model, number))
    rows = []
    for _ in range(CHUNK):
        params = [log_uniform(source, -4, 4) for _ in range(2 if model == "nbd" else 4)]
        x, tx, T = history(source)
        if model == "nbd":
            value = nbd(*params, x, T)
        elif model == "paretoNbd":
            value = pareto(params, x, tx, T)
        else:
            value = dropout(params, x, tx, T, 1 if model == "mbgNbd" else 0)
        rows.append([*params, x, tx, T, float(mp.nstr(value, 17))])
    return rows


def main():
    models = ("nbd", "bgNbd", "mbgNbd", "paretoNbd")
    tasks = [(model, number) for model in models for number in range(POINTS // CHUNK)]
    with multiprocessing.Pool() as pool:
        chunks = pool.map(chunk, tasks, chunksize=1)
    rows = {model: [] for model in models}
    for (model, _), part in zip(tasks, chunks):
        rows[model] += part
    print(json.dumps(rows, separators=(",", ":")).replace("],[", "],\n["))


if __name__ == "__main__":
    main()
