// The keys of each view: one table, for the page and for docs/review.md.

import { byId, h } from "./dom.js";

export const KEYS = {
  Everywhere: [["?", "these keys"], ["Esc", "leave a field"], ["g", "to the next view"]],
  Queue: [
    ["n", "the next claim"], ["1 – 9", "judge, and bring the next claim"], ["e", "explain"], ["o", "a source; again: another one"],
    ["v", "what would be right"], ["c", "a comment for the others"], ["t", "tags"], ["a", "assign"], ["l", "open the likest other claim"],
    ["s", "later: it comes back in two minutes"], ["r", "give it back"], ["z", "take the last verdict back"], ["f", "filters"],
  ],
  Verdicts: [
    ["j  k", "next, previous"], ["p", "publish"], ["x", "correct"], ["u", "open again"], ["c", "comment"], ["t", "tags"], ["a", "assign"],
    ["f", "which are shown"],
  ],
  "Read an article": [["Ctrl ↵", "find the numbers"], ["j  k", "next, previous"], ["↵", "judge it"]],
};

export function start() {
  byId("keys").addEventListener("click", open);
  byId("key-table").replaceChildren(...Object.entries(KEYS).flatMap(([view, keys]) => [
    h("dt", { class: "head" }, view), h("dd", {}),
    ...keys.flatMap(([key, does]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)]),
  ]));
}

export function open() {
  if (!byId("help").open) byId("help").showModal();
}
