/* The routes of the server. What goes wrong is a Problem, whose message is the server's own sentence. */
import { askForToken, setToken, token } from "./token.js";

export class Problem extends Error {
  constructor(status, title, detail) {
    super(sentence(detail || title));
    this.name = "Problem";
    this.status = status;
    this.title = title;
  }
}

/* The server's details are sentences without a capital and a full stop. */
const sentence = text => text[0].toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");

async function problemOf(response) {
  const fallback = `The server answered ${response.status} ${response.statusText}`.trim();
  try {
    const document = await response.json();
    return new Problem(response.status, document.title ?? fallback, document.detail ?? document.title ?? fallback);
  } catch {
    return new Problem(response.status, fallback, fallback);
  }
}

async function send(method, path, body, more) {
  const headers = { Accept: "application/json", ...more.headers };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  if (token()) {
    headers.Authorization = `Bearer ${token()}`;
  }
  try {
    return await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: more.signal,
      cache: "no-store",
    });
  } catch (error) {
    if (error.name === "AbortError") {
      throw error;
    }
    throw new Problem(0, "No answer", "The server does not answer. It may have been stopped, or the network is down.");
  }
}

const TOKEN =
  "This server answers to those who have a token. To look around, one that may read is enough; to label, it must take feedback.";

/* Sends a request; on 401 asks for a token and tries again until it fits or the reader gives up. */
async function request(method, path, body, more = {}) {
  for (;;) {
    const used = token();
    const response = await send(method, path, body, more);
    if (response.ok) {
      return response.json();
    }
    const problem = await problemOf(response);
    if (response.status !== 401) {
      throw problem;
    }
    // Another request may have brought a new token meanwhile.
    if (token() === used) {
      setToken(null);
      if (!(await askForToken(used ? problem.message : TOKEN))) {
        throw problem;
      }
    }
    more.signal?.throwIfAborted();
  }
}

function get(path, query, signal) {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(pairs).toString();
  return request("GET", text ? `${path}?${text}` : path, undefined, { signal });
}

const post = (path, body, more) => request("POST", path, body, more);
const user = id => `v1/users/${encodeURIComponent(id)}`;

export const users = (prefix, n, signal) => get("v1/users", { prefix, n }, signal);
export const recommendations = (id, n, signal) => get(`${user(id)}/recommendations`, { n }, signal);
export const history = (id, n, signal) => get(`${user(id)}/history`, { n }, signal);
export const similar = (item, n, signal) => get(`v1/items/${encodeURIComponent(item)}/similar`, { n }, signal);
export const rank = (id, items, signal) => post("v1/rank", { user: id, items }, { signal });
export const annotations = (n, id, signal) => get("v1/annotations", { n, user: id }, signal);
export const training = signal => get("v1/training", {}, signal);
export const status = signal => get("v1/status", {}, signal);
export const model = signal => get("v1/model", {}, signal);

/* Labels: [{item, label}]; without an id, of somebody the model has never seen. */
export function foldIn(id, labels, n, signal) {
  return post("v1/users/fold-in", id === null ? { labels, n } : { user: id, labels, n }, { signal });
}

/* The key makes it safe to send the same feedback again when no answer came. */
export function feedback(id, item, kind, key) {
  return post("v1/feedback", { user: id, item, feedback: kind }, { headers: { "Idempotency-Key": key } });
}
