// A text with its claims marked. Offsets count code points, as the API's do, not JavaScript's UTF-16 units.

import { h } from "./dom.js";

export function place(claim) {
  return claim.target.selector.find((selector) => selector.type === "TextPositionSelector");
}

// The pieces of text between all borders of quotes, each with the claims that cover it, the shortest first.
export function pieces(length, claims, from = 0) {
  const inside = claims.filter((claim) => place(claim).end > from && place(claim).start < length);
  const borders = new Set([from, length]);
  for (const claim of inside) {
    borders.add(Math.max(place(claim).start, from));
    borders.add(Math.min(place(claim).end, length));
  }
  const sorted = [...borders].sort((one, other) => one - other);
  const spans = [...inside].sort((one, other) => place(one).start - place(other).start);
  const found = [];
  let first = 0;
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    const [start, end] = [sorted[i], sorted[i + 1]];
    while (first < spans.length && place(spans[first]).end <= start && place(spans[first]).start < start) first += 1;
    const covering = [];
    for (let k = first; k < spans.length && place(spans[k]).start <= start; k += 1) {
      if (place(spans[k]).end >= end) covering.push(spans[k]);
    }
    covering.sort((one, other) => width(one) - width(other));
    found.push({ start, end, claims: covering });
  }
  return found;
}

function width(claim) {
  return place(claim).end - place(claim).start;
}

// The nodes of text[from:to] with a mark for each claim; `choose` is called with a claim and its mark.
export function marked(points, claims, choose, from = 0, to = points.length) {
  return pieces(to, claims, from).map(({ start, end, claims: covering }) => {
    const words = points.slice(start, end).join("");
    if (covering.length === 0) return words;
    const [claim] = covering;
    const mark = h("mark", {
      class: `${claim.kind}${isChecked(claim) ? " checked" : ""}${Number(claim.worthiness.score) >= 0.6 ? " worthy" : ""}`,
      tabindex: "0",
      role: "button",
      "data-claim": claim.id,
      click: () => choose(claim, mark),
      focus: () => choose(claim, mark),
    }, words);
    return mark;
  });
}

export function isChecked(claim) {
  return ["judged", "published", "alreadyChecked"].includes(claim.review.state);
}
