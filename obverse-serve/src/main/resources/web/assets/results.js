/* How the model was judged: its metrics with their intervals beside those of the floors, and the verdict. */
import { h } from "./dom.js";
import { count, DASH, duration, fixed, metricName } from "./format.js";
import { card, row, table } from "./parts.js";

const COUNTED = new Set(["rows", "users", "users_with_both_labels"]);
const FLOORS = { random: "Floor: random", item_mean: "Floor: item mean", two_mean: "Floor: two-mean" };
const VERDICTS = { beats: "Beats", ties: "Ties with", loses: "Loses to" };

function verdict(against) {
  if (!against) {
    return null;
  }
  const [low, high] = against.interval;
  const signed = value => `${value >= 0 ? "+" : "−"}${fixed(Math.abs(value))}`;
  const rival = against.rival.replaceAll("_", "-");
  return h(
    "p",
    { class: `verdict ${against.verdict}` },
    h("strong", {}, `${VERDICTS[against.verdict] ?? against.verdict} ${rival}`),
    ` by ${metricName(against.metric)} ${signed(against.difference)} [${signed(low)}, ${signed(high)}]`,
  );
}

/* Floors stand on the test rows, or on the validation rows where there is no test. */
export function resultsSection(metrics) {
  const onTest = Object.keys(metrics.test ?? {}).length > 0;
  const own = onTest ? metrics.test : (metrics.valid ?? {});
  const names = Object.keys(own).filter(name => !COUNTED.has(name));
  const part = onTest ? "test" : "validation";
  // A metric that no user has, such as a mean over users with both labels, has no interval.
  const range = interval => interval?.every(Number.isFinite) && h("small", {}, `${fixed(interval[0], 3)} to ${fixed(interval[1], 3)}`);
  const line = (title, values, intervals, look) =>
    row([title, ...names.map(name => [fixed(values[name]), range(intervals?.[name])])], { class: look });
  return card(
    "results",
    "Results",
    verdict(metrics.against_floor),
    verdict(metrics.against_control),
    h(
      "p",
      { class: "basis" },
      `On ${count(own.rows)} ${part} rows of ${count(own.users)} users, ${count(own.users_with_both_labels)} of them with both labels.`,
      ` Best epoch ${metrics.best_epoch ?? DASH} of ${metrics.epochs ?? DASH}; training took ${duration(metrics.seconds?.train)}.`,
    ),
    names.length > 0 &&
      table(
        "Results",
        ["scored by", ...names.map(metricName)],
        [
          line(`Model on ${part}`, own, metrics.intervals, "own"),
          ...Object.entries(metrics.floors ?? {}).map(([name, values]) => line(FLOORS[name] ?? name, values, null, "floor")),
        ],
        { class: "results" },
      ),
  );
}
