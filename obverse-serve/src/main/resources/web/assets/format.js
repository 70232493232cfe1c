/* Numbers and times as the page writes them. A number that is not there is a dash. */
export const DASH = "–";
const isNumber = value => typeof value === "number" && Number.isFinite(value);

export const count = value => (isNumber(value) ? value.toLocaleString("en-US", { maximumFractionDigits: 0 }) : DASH);

export const fixed = (value, digits = 4) => (isNumber(value) ? value.toFixed(digits) : DASH);

/* 0.9347 is 93.5 %; what rounds to 0 or 100 without being it is told so. */
export function percent(value, digits = 1) {
  if (!isNumber(value)) {
    return DASH;
  }
  const edge = 10 ** -digits / 2;
  const hundred = 100 * value;
  if (hundred > 0 && hundred < edge) {
    return `< ${(10 ** -digits).toFixed(digits)} %`;
  }
  if (hundred < 100 && hundred > 100 - edge) {
    return `> ${(100 - 10 ** -digits).toFixed(digits)} %`;
  }
  return `${hundred.toFixed(digits)} %`;
}

export function milliseconds(value) {
  return isNumber(value) ? `${value.toFixed(value < 1 ? 2 : value < 100 ? 1 : 0)} ms` : DASH;
}

/* Seconds as the two largest units: 3725 is 1 h 2 min. */
export function duration(seconds) {
  if (!isNumber(seconds)) {
    return DASH;
  }
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  const units = [
    ["d", 86_400],
    ["h", 3_600],
    ["min", 60],
    ["s", 1],
  ];
  const first = Math.max(
    0,
    units.findIndex(([, size]) => seconds >= size),
  );
  const [name, size] = units[first];
  const rest = units[first + 1];
  const whole = `${Math.floor(seconds / size)} ${name}`;
  const more = rest && Math.floor((seconds % size) / rest[1]);
  return more ? `${whole} ${more} ${rest[0]}` : whole;
}

export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/* What a row calls its item: the title where there is one. */
export const itemName = row => row.title ?? row.item;

const METRICS = {
  auc: "AUC",
  gauc: "GAUC",
  "gauc.positives": "GAUC by positives",
  "gauc.impressions": "GAUC by impressions",
  mrr: "MRR",
  logloss: "Log loss",
  ece: "ECE",
  average_precision: "Average precision",
};
export const metricName = key => METRICS[key] ?? key.replace("ndcg", "NDCG").replaceAll("_", " ");
