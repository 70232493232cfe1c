"""The rival in PyTorch: the same models on the same shapes, set up as well as we know how.

Usage: torch_rival.py WORK THREADS [name=value ...], WORK one of gmf, neumf, topk, topk-plain. It takes turns as the Java contestants do: prints
`ready WORDS`, then for each line `go SECONDS` on standard input works for about that long and prints `seconds=PER_UNIT`.

What is done in its favour: no sampling, no shuffling and no data loader (batches are slices of tensors that lie in memory in batch order);
gradients are dropped, not zeroed; denormals are flushed, into which Adam's moments of rare rows decay; in topk results of the matrix product
go to a buffer that is made once (topk-plain is how one would write it, with memory from the system for each product). Adam's `foreach` is left off, which was the faster choice. The caller sets the variables that let OpenBLAS and
ATen use AVX-512.
"""
import sys
import time

import torch

DIM = 32
BATCH = 1024


def blas():
    """Names the OpenBLAS that is loaded: the pthreads build does badly beside OpenMP on two threads."""
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "blas" in line}
    for kind in ("openmp", "pthread", "mkl", "blis"):
        if any(kind in path for path in paths):
            return kind
    return "unknown"


def embedding(rows, width, sparse):
    table = torch.nn.Embedding(rows, width, sparse=sparse)
    torch.nn.init.normal_(table.weight, std=0.01)
    return table


class Gmf(torch.nn.Module):
    def __init__(self, users, items, sparse):
        super().__init__()
        self.users = embedding(users, DIM, sparse)
        self.items = embedding(items, DIM, sparse)
        self.output = torch.nn.Linear(DIM, 1)

    def forward(self, user, item):
        return self.output(self.users(user) * self.items(item)).squeeze(1)


class NeuMf(torch.nn.Module):
    def __init__(self, users, items, sparse):
        super().__init__()
        self.users = embedding(users, DIM, sparse)
        self.items = embedding(items, DIM, sparse)
        self.tower_users = embedding(users, 4 * DIM, sparse)
        self.tower_items = embedding(items, 4 * DIM, sparse)
        self.tower = torch.nn.Sequential(
            torch.nn.Linear(8 * DIM, 4 * DIM), torch.nn.ReLU(),
            torch.nn.Linear(4 * DIM, 2 * DIM), torch.nn.ReLU(),
            torch.nn.Linear(2 * DIM, DIM), torch.nn.ReLU())
        self.output = torch.nn.Linear(2 * DIM, 1)

    def forward(self, user, item):
        product = self.users(user) * self.items(item)
        deep = self.tower(torch.cat([self.tower_users(user), self.tower_items(item)], 1))
        return self.output(torch.cat([product, deep], 1)).squeeze(1)


def optimizers(model, sparse):
    if not sparse:
        return [torch.optim.Adam(model.parameters(), lr=1e-3)]
    tables = [m.weight for m in model.modules() if isinstance(m, torch.nn.Embedding)]
    known = {id(table) for table in tables}
    dense = [p for p in model.parameters() if id(p) not in known]
    return [torch.optim.SparseAdam(tables, lr=1e-3), torch.optim.Adam(dense, lr=1e-3)]


def training(kind, rows, users, items, sparse):
    """Returns a function that takes one step, and how many units it is worth."""
    model = (Gmf if kind == "gmf" else NeuMf)(users, items, sparse)
    steppers = optimizers(model, sparse)
    loss = torch.nn.BCEWithLogitsLoss()
    user = (users * torch.rand(rows) ** 1.5).long()
    item = (items * torch.rand(rows) ** 2).long()
    label = torch.randint(0, 2, (rows,)).float()
    batches = list(zip(user.split(BATCH), item.split(BATCH), label.split(BATCH)))
    if len(batches[-1][0]) < BATCH:
        batches.pop()
    at = 0

    def step():
        nonlocal at
        u, i, y = batches[at]
        at = (at + 1) % len(batches)
        value = loss(model(u, i), y)
        for stepper in steppers:
            stepper.zero_grad(set_to_none=True)
        value.backward()
        for stepper in steppers:
            stepper.step()

    return step, BATCH


def ranking(items, dim, top, batch, plain):
    queries = torch.randn(batch, dim)
    catalogue = torch.randn(items, dim).t().contiguous()
    scores = torch.empty(batch, items)

    def step():
        with torch.no_grad():
            torch.topk(queries @ catalogue if plain else torch.mm(queries, catalogue, out=scores), top)

    return step, batch


def main():
    kind, threads = sys.argv[1], int(sys.argv[2])
    values = {name: int(value) for name, value in (word.split("=", 1) for word in sys.argv[3:])}
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(0)
    ranks = kind.startswith("topk")
    if ranks:
        step, units = ranking(values["items"], values["dim"], values["top"], values["batch"], kind == "topk-plain")
    else:
        step, units = training(kind, values["rows"], values["users"], values["items"], bool(values["sparse"]))
    print(f"ready PyTorch {torch.__version__}, {torch.get_num_threads()} thread(s), OpenBLAS {blas()}", flush=True)
    for line in sys.stdin:
        length = float(line.split()[1])
        start = time.perf_counter()
        steps = 0
        seconds = 0.0
        while seconds < length:
            for _ in range(1 if ranks else 8):
                step()
                steps += 1
            seconds = time.perf_counter() - start
        print(f"seconds={seconds / (steps * units)!r}", flush=True)


if __name__ == "__main__":
    main()
