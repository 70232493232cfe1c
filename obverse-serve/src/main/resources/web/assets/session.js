/* What a reader has labelled since the page was opened, per user. A reload forgets it; the server's log does not. */
export const NOBODY = null;

const sessions = new Map();

/*
 * Labels by item, newest first where they are listed: {item, title, label, key, state, detail}; state is "session" (there is no id to log
 * under), "saving", "logged" or "failed".
 */
export class Session {
  #labels = new Map();

  constructor(user) {
    this.user = user;
  }

  /* The session of a user; a reader who begins anew with nobody gets an empty one. */
  static of(user) {
    if (!sessions.has(user)) {
      sessions.set(user, new Session(user));
    }
    return sessions.get(user);
  }

  static restart(user) {
    sessions.delete(user);
    return Session.of(user);
  }

  get size() {
    return this.#labels.size;
  }

  get newestFirst() {
    return [...this.#labels.values()].reverse();
  }

  get(item) {
    return this.#labels.get(item);
  }

  label(row, label) {
    this.#labels.delete(row.item);
    const entry = {
      item: row.item,
      title: row.title,
      label,
      key: freshKey(),
      state: this.user === NOBODY ? "session" : "saving",
      detail: "",
    };
    this.#labels.set(row.item, entry);
    return entry;
  }

  remove(item) {
    this.#labels.delete(item);
  }

  /* As POST /v1/users/fold-in takes them. */
  toLabels() {
    return [...this.#labels.values()].map(({ item, label }) => ({ item, label }));
  }
}

/* randomUUID() is there on secure origins only; a page on a plain-HTTP host still needs a key. */
export function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}

/*
 * How a list came to be the other: for each item after, its places gained (positive: up), or null if it was not there before; and the
 * items that left.
 */
export function movement(before, after) {
  const old = new Map(before.map((row, place) => [row.item, place]));
  const places = new Map(after.map((row, place) => [row.item, old.has(row.item) ? old.get(row.item) - place : null]));
  const now = new Set(after.map(row => row.item));
  return { places, left: before.filter(row => !now.has(row.item)) };
}
