#!/usr/bin/env python3
"""The worked examples of docs/pytorch.md, by PyTorch's nn.RNN, nn.LSTM, nn.GRU.

    /usr/bin/python3 tests/notes/pytorch.py tests/notes/pytorch.json
        writes the numbers that tests/notes/pytorch.cpp compares chapter 3 with
    /usr/bin/python3 tests/notes/pytorch.py --work tests/notes/pytorch-work.json
        writes the first sequence, with PyTorch's gradients, for ./book work 3
    /usr/bin/python3 tests/notes/pytorch.py --work tests/notes/pytorch-lstm.json
    /usr/bin/python3 tests/notes/pytorch.py --work tests/notes/pytorch-gru.json
        writes it for a cell, for ./book work 7
    /usr/bin/python3 tests/notes/pytorch.py --check tests/notes/pytorch.json
        runs again and compares with all files; exits 77 where there is no torch

Two sequences of four steps, two inputs, three tanh units, four classes.
Debian 12: apt-get install python3-torch
"""
import json
import math
import sys

try:
    import torch
except ImportError:
    print("skipped: python3-torch is not installed")
    sys.exit(77)

U = [[0.5, -0.3], [0.2, 0.8], [-0.6, 0.1]]
W = [[0.4, -0.2, 0.1], [0.3, 0.5, -0.4], [-0.1, 0.2, 0.6]]
V = [[0.7, -0.5, 0.2], [-0.3, 0.4, 0.9], [0.1, 0.6, -0.8], [0.0, -0.2, 0.5]]
b_ih = [0.05, -0.1, 0.2]
b_hh = [0.1, 0.0, -0.05]
c = [0.0, 0.1, -0.2, 0.3]
h0 = [[0.1, -0.2, 0.3], [0.0, 0.4, -0.1]]  # one row a sequence
x = [  # time, sequence, input
    [[1.0, 0.5], [-0.4, 0.9]],
    [[-0.7, 0.2], [0.3, -1.1]],
    [[0.6, -0.8], [0.0, 0.7]],
    [[0.1, 1.2], [-0.9, -0.2]],
]
y = [[2, 0], [1, 3], [0, 2], [1, 0]]  # time, sequence: the class


def run(start=h0, inputs=x, classes=y):
    torch.set_default_dtype(torch.float64)
    rnn = torch.nn.RNN(input_size=2, hidden_size=3)
    out = torch.nn.Linear(3, 4)
    with torch.no_grad():
        for parameter, values in [(rnn.weight_ih_l0, U), (rnn.weight_hh_l0, W),
                                  (rnn.bias_ih_l0, b_ih),
                                  (rnn.bias_hh_l0, b_hh), (out.weight, V),
                                  (out.bias, c)]:
            parameter.copy_(torch.tensor(values))
    x = torch.tensor(inputs, requires_grad=True)
    h0 = torch.tensor([start], requires_grad=True)  # layer, sequence, unit
    y = torch.tensor(classes)
    h, _ = rnn(x, h0)
    o = out(h)
    loss = torch.nn.CrossEntropyLoss(reduction="sum")(o.reshape(-1, 4), y.reshape(-1))
    loss.backward()
    return {
        "torch": torch.__version__,
        "U": U, "W": W, "V": V, "b_ih": b_ih, "b_hh": b_hh, "c": c,
        "h0": start, "x": inputs, "y": classes,
        "h": h.tolist(), "o": o.tolist(), "loss": loss.item(),
        "dU": rnn.weight_ih_l0.grad.tolist(),
        "dW": rnn.weight_hh_l0.grad.tolist(),
        "dV": out.weight.grad.tolist(),
        "db_ih": rnn.bias_ih_l0.grad.tolist(),
        "db_hh": rnn.bias_hh_l0.grad.tolist(),
        "dc": out.bias.grad.tolist(),
        "dh0": h0.grad[0].tolist(),
        "dx": x.grad.tolist(),
    }


def work():
    """The first sequence, in the keys of ./book work 3."""
    n = run(h0[:1], [step[:1] for step in x], [step[:1] for step in y])
    given = {
        "hidden": "tanh", "output": "softmax_cross_entropy", "U": U, "W": W,
        "V": V, "b": [round(p + q, 12) for p, q in zip(b_ih, b_hh)], "c": c, "h0": h0[0],
        "x": [step[0] for step in x],
        "y": [[int(k == step[0]) for k in range(4)] for step in y],
    }
    gradients = {key: n[key] for key in ["dU", "dW", "dV", "dc"]}
    return given | gradients | {"db": n["db_ih"], "dh0": n["dh0"][0],
                                "dx": [step[0] for step in n["dx"]]}


ROWS = {"lstm": "ifaq", "gru": "rua"}  # the book's gates in PyTorch's order


def cell(kind):
    """The first sequence and a cell of other numbers, in the keys of work 7."""
    torch.set_default_dtype(torch.float64)
    drawn = (round(math.sin(k * k), 2) for k in range(1, 1000))
    given = {"cell": kind} | ({"reset": "after"} if kind == "gru" else {})
    for gate in ROWS[kind]:
        given["U" + gate] = [[next(drawn) for _ in range(2)] for _ in range(3)]
        given["W" + gate] = [[next(drawn) for _ in range(3)] for _ in range(3)]
        given["b" + gate] = [next(drawn) for _ in range(3)]
    given |= {"ca" if kind == "gru" else "C0": [next(drawn) for _ in range(3)]}
    given |= {key: value for key, value in work().items()
              if key in ["output", "V", "c", "h0", "x", "y"]}

    rnn = (torch.nn.LSTM if kind == "lstm" else torch.nn.GRU)(2, 3)
    out = torch.nn.Linear(3, 4)
    below = lambda key: sum((given[key + gate] for gate in ROWS[kind]), [])
    second = [0.0] * (3 * len(ROWS[kind]))  # the second bias, whose end is ca
    if kind == "gru":
        second[-3:] = given["ca"]
    with torch.no_grad():
        for parameter, values in [(rnn.weight_ih_l0, below("U")),
                                  (rnn.weight_hh_l0, below("W")),
                                  (rnn.bias_ih_l0, below("b")),
                                  (rnn.bias_hh_l0, second),
                                  (out.weight, given["V"]),
                                  (out.bias, given["c"])]:
            parameter.copy_(torch.tensor(values))
    leaf = lambda key: torch.tensor(given[key], requires_grad=True)
    x, h0 = leaf("x"), leaf("h0")
    C0 = leaf("C0") if kind == "lstm" else None
    start = h0[None, None] if C0 is None else (h0[None, None], C0[None, None])
    o = out(rnn(x[:, None], start)[0])[:, 0]
    y = torch.tensor([row.index(1) for row in given["y"]])
    torch.nn.CrossEntropyLoss(reduction="sum")(o, y).backward()
    for i, gate in enumerate(ROWS[kind]):
        rows = slice(3 * i, 3 * i + 3)
        given["dU" + gate] = rnn.weight_ih_l0.grad[rows].tolist()
        given["dW" + gate] = rnn.weight_hh_l0.grad[rows].tolist()
        given["db" + gate] = rnn.bias_ih_l0.grad[rows].tolist()
    if kind == "gru":
        given["dca"] = rnn.bias_hh_l0.grad[-3:].tolist()
    else:
        given["dC0"] = C0.grad.tolist()
    return given | {"dV": out.weight.grad.tolist(), "dc": out.bias.grad.tolist(),
                    "dh0": h0.grad.tolist(), "dx": x.grad.tolist()}


# What each file beside pytorch.json holds.
WORK = {"work": work, "lstm": lambda: cell("lstm"), "gru": lambda: cell("gru")}


def write(file, numbers):
    rows = [f' {json.dumps(key)}: {json.dumps(numbers[key])}'
            for key in numbers]
    with open(file, "w") as out:
        out.write("{\n" + ",\n".join(rows) + "\n}\n")
    return 0


def furthest(a, b):
    if isinstance(a, list):
        if len(a) != len(b):
            raise ValueError("other shapes")
        return max(furthest(p, q) for p, q in zip(a, b))
    return abs(a - b)


def main():
    if len(sys.argv) == 2:
        return write(sys.argv[1], run())
    if len(sys.argv) == 3 and sys.argv[1] == "--work":
        return write(sys.argv[2], WORK[sys.argv[2].split("-")[-1][:-5]]())
    if len(sys.argv) == 3 and sys.argv[1] == "--check":
        worst = 0
        for file, fresh in [(sys.argv[2], run())] + [
                (sys.argv[2].replace(".json", f"-{name}.json"), made())
                for name, made in WORK.items()]:
            with open(file) as opened:
                kept = json.load(opened)
            worst = max([worst] + [furthest(fresh[k], kept[k]) for k in kept
                                   if not isinstance(kept[k], str)])
        print(f"torch {torch.__version__}: the largest difference is {worst:.1e}")
        return 0 if worst <= 1e-14 else 1
    print(__doc__, file=sys.stderr)
    return 2


sys.exit(main())
