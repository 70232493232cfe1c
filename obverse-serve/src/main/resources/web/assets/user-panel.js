/* One user, or nobody in particular, on the page: the list, the session, the history. Labels rank the list anew at once. */
import * as api from "./api.js";
import { h, icon, say, unseen } from "./dom.js";
import { itemName, plural } from "./format.js";
import { historyPanel, sessionPanel, wordOf } from "./labels.js";
import { failure, fill, note } from "./notice.js";
import { card } from "./parts.js";
import { rankingList } from "./ranking.js";
import { NEIGHBOURS, reasonPanel, saidNearby } from "./reason.js";
import { freshKey, movement, NOBODY, Session } from "./session.js";

const HISTORY = 1000;

export class UserPanel {
  constructor(place, user, n, signal) {
    Object.assign(this, { place, user, n, signal });
    this.session = Session.of(user);
    this.rows = [];
    this.reasons = null;
    this.reranking = null;
    this.list = rankingList({ press: (row, label) => this.label(row, label), why: (row, into) => this.why(row, into) });
    this.said = h("div", { class: "said" });
    this.ranked = h("section", { class: "ranked", "aria-labelledby": "ranked-title" });
    this.given = h("div", {});
    this.past = h("div", {});
  }

  start() {
    const known = this.user !== NOBODY;
    this.place.replaceChildren(
      h(
        "div",
        { class: "columns" },
        this.ranked,
        h("div", { class: "aside" }, card("session", "This session", this.given), known && card("history", "History", this.past)),
      ),
    );
    this.showSession();
    fill(this.ranked, this.signal, async () => this.frame(await this.ask(this.signal)));
    if (known) {
      fill(this.past, this.signal, async () => historyPanel(await api.history(this.user, HISTORY, this.signal)));
    }
  }

  /* Without labels of this session a user has the row that was trained; with labels, or without an id, it is folded in. */
  ask(signal) {
    return this.session.size === 0 && this.user !== NOBODY
      ? api.recommendations(this.user, this.n, signal)
      : api.foldIn(this.user, this.session.toLabels(), this.n, signal);
  }

  frame(ranking) {
    this.rows = ranking.items;
    this.list.show(this.rows, null, ranking.ranked_by === "exposure");
    this.showBasis(ranking);
    const title = this.user === NOBODY ? "For somebody new" : `For user ${this.user}`;
    return [h("h2", { id: "ranked-title" }, title), this.said, this.list.element];
  }

  showBasis(ranking) {
    const by = ranking.ranked_by === "exposure" ? "the chance to be liked times the chance to be met" : "the chance to be liked";
    const basis =
      this.session.size > 0 ? `Ranked anew with ${plural(this.session.size, "label")} of this session, by ${by}.` : `Ranked by ${by}.`;
    const stranger =
      this.user === NOBODY
        ? note(
            h("p", {}, "The list for somebody of whom nothing is known. Like a few items and it follows. Without an id nothing is logged."),
          )
        : !ranking.known &&
          note(h("p", {}, `The model does not know user ${this.user}: this is the list for a stranger. Labels are logged under this id.`));
    this.said.replaceChildren(...[this.session.size === 0 && stranger, h("p", { class: "basis" }, basis)].filter(Boolean));
  }

  showSession() {
    this.given.replaceChildren(sessionPanel(this.session, { undo: entry => this.undo(entry), retry: entry => this.log(entry) }));
  }

  label(row, label) {
    // A second click on the way says nothing new.
    if (this.session.get(row.item)?.label === label) {
      return;
    }
    const place = this.rows.findIndex(other => other.item === row.item);
    const entry = this.session.label(row, label);
    this.log(entry);
    this.rerank(`${itemName(row)}: ${wordOf(label)}.`, () => this.list.focus(place, label), entry);
  }

  undo(entry) {
    const logged = entry.state === "logged";
    const place = this.session.newestFirst.indexOf(entry);
    this.session.remove(entry.item);
    this.showSession();
    this.rerank(`${itemName(entry)}: undone here.${logged ? " The log only grows and keeps its row." : ""}`, () => {
      const buttons = this.given.querySelectorAll("[data-undo]");
      (buttons[Math.min(place, buttons.length - 1)] ?? this.list.element.querySelector("button"))?.focus();
    });
  }

  async log(entry) {
    if (entry.state !== "session") {
      entry.state = "saving";
      this.showSession();
      try {
        await api.feedback(this.user, entry.item, entry.label, entry.key);
        entry.state = "logged";
      } catch (error) {
        Object.assign(entry, { state: "failed", detail: error.message });
        say(`Not in the log: ${error.message}`);
      }
    }
    this.showSession();
  }

  /* entry is the label that may be undone beside what changed, if it was one. */
  async rerank(what, focus, entry) {
    this.reranking?.abort();
    this.reranking = new AbortController();
    const signal = AbortSignal.any([this.signal, this.reranking.signal]);
    const before = this.rows;
    this.reasons = null;
    this.ranked.setAttribute("aria-busy", "true");
    try {
      const ranking = await this.ask(signal);
      const { places, left } = movement(before, ranking.items);
      this.rows = ranking.items;
      this.list.show(this.rows, places, ranking.ranked_by === "exposure");
      this.showBasis(ranking);
      const summary = this.summary(places, left);
      this.said.append(
        h(
          "div",
          { class: "changes" },
          h("span", {}, h("strong", {}, what), ` ${summary}`),
          entry &&
            h(
              "button",
              { type: "button", class: "quiet", onclick: () => this.undo(entry) },
              icon("undo"),
              "Undo",
              unseen(`: ${itemName(entry)}`),
            ),
        ),
      );
      say(`${what} ${summary}`);
      focus();
    } catch (error) {
      if (error.name !== "AbortError") {
        this.said.replaceChildren(failure(error, () => this.rerank(what, focus, entry)));
      }
    } finally {
      if (!signal.aborted) {
        this.ranked.removeAttribute("aria-busy");
      }
    }
  }

  summary(places, left) {
    const gains = [...places.values()];
    const parts = [
      [gains.filter(gained => gained > 0).length, "moved up"],
      [gains.filter(gained => gained < 0).length, "moved down"],
      [gains.filter(gained => gained === null).length, "new"],
      [left.filter(row => !this.session.get(row.item)).length, "left the list"],
    ]
      .filter(([n]) => n > 0)
      .map(([n, word]) => `${n} ${word}`);
    return parts.length === 0 ? "Nothing else moved." : `${parts.join(", ")}.`;
  }

  /* The reasons of the whole list come with one request, when the first of them is opened. */
  why(row, into) {
    fill(into, this.signal, async () => {
      // Of nobody in particular the items' own labels can still be told: asked for with an id that no log has.
      this.reasons ??= api.rank(
        this.user ?? `nobody-${freshKey()}`,
        this.rows.map(other => other.item),
        this.signal,
      );
      const nearby = this.session.size === 0 ? { items: [] } : await api.similar(row.item, NEIGHBOURS, this.signal);
      const reason = (
        await this.reasons.catch(error => {
          this.reasons = null;
          throw error;
        })
      ).items.find(other => other.item === row.item)?.reason;
      return reasonPanel(reason ?? null, saidNearby(nearby.items, this.session));
    });
  }
}
