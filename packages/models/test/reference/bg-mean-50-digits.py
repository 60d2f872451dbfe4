"""Purchases of BG/NBD customers at 50 digits: python bg-mean-50-digits.py > bg-mean-50-digits.json (mpmath, gmpy2)."""
import json
import random

import mpmath as mp

POINTS = 600
DISCOUNTED = 60
LIFETIMES = 60
mp.mp.dps = 80  # a tail of 1e-60 is left out
NAMED = [  # r, alpha, a, b, t: a tiny with b small, where a mean once fell with the horizon
    [26501.65, 26501.63, 2.9167e-4, 0.14508, 18.7],
    [26501.65, 26501.63, 2.9167e-4, 0.14508, 18.86],
    [100, 100, 2.9167e-4, 0.14508, 26.0],
    [1, 1, 2.9167e-4, 0.14508, 152.3],
    [26501.65, 26501.63, 0.003, 0.145, 16.5],
]


def log_uniform(source, low, high):
    return float("%.3g" % 10 ** source.uniform(low, high))


def mean(r, alpha, a, b, t):
    """Sum over n >= 1 of P(n - 1 coins fell well) P(N >= n), N negative binomial."""
    r, alpha, a, b, t = map(mp.mpf, (r, alpha, a, b, t))
    z = t / (alpha + t)
    p = (alpha / (alpha + t)) ** r
    tail, stayed, total, n = mp.mpf(1), mp.mpf(1), mp.mpf(0), 0
    while n < r * t / alpha or tail > mp.mpf(10) ** -60:
        tail -= p
        total += stayed * tail
        p *= z * (r + n) / (n + 1)
        stayed *= (b + n) / (a + b + n)
        n += 1
    return total


def discounted(r, alpha, a, b, rate):
    """Integral over u of e^(-rate u) times the purchase intensity."""
    r, alpha, a, b, rate = map(mp.mpf, (r, alpha, a, b, rate))
    intensity = lambda y: mp.exp(y - rate * alpha * mp.expm1(y)) * mp.hyp2f1(r + 1, a, a + b, -mp.expm1(y))
    end = mp.log1p(120 / (rate * alpha))
    edges = mp.linspace(0, end, int(mp.ceil(end)) + 2)
    return r * mp.quad(intensity, edges)


def left(r, alpha, a, b, time):
    """1 - E[(1 + p time / alpha)^-r] over the coin p."""
    r, alpha, a, b, time = map(mp.mpf, (r, alpha, a, b, time))
    return 1 - mp.hyp2f1(r, a, a + b, -time / alpha)


def main():
    source = random.Random("means")
    points = list(NAMED)
    while len(points) < POINTS:
        r, t = log_uniform(source, -3, 5), log_uniform(source, -2, 4)
        alpha, a, b = log_uniform(source, -3, 5), log_uniform(source, -8, 4), log_uniform(source, -3, 5)
        if r * t / alpha < 1e4 and t / alpha < 500:
            points.append([r, alpha, a, b, t])
    rows = [[*point, float(mp.nstr(mean(*point), 17))] for point in points]
    mp.mp.dps = 30
    worths = []
    for _ in range(DISCOUNTED):
        point = [log_uniform(source, *range_) for range_ in ((-1, 2), (-1, 2), (-6, 1), (-2, 2), (-3.5, -1.5))]
        worths.append([*point, float(mp.nstr(discounted(*point), 17))])
    lives = []
    for _ in range(LIFETIMES):
        point = [log_uniform(source, *range_) for range_ in ((-1, 2), (-1, 2), (-4, 1), (-2, 2), (0, 6))]
        lives.append([*point, float(mp.nstr(left(*point), 17))])
    print(json.dumps({"mean": rows, "discounted": worths, "left": lives}, separators=(",", ":")).replace("],[", "],\n["))


if __name__ == "__main__":
    main()
