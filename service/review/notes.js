// What else is known about a claim: what was found out before, what others say, and what the desk has done with it.

import { ask, once, Refused, signed } from "./api.js";
import { worded } from "./card.js";
import { h } from "./dom.js";

const MOST = 5;

// Fill `box` with earlier verdicts, the same in other articles and what contradicts it, while `isShown()` holds.
export async function elsewhere(claim, ratings, box, isShown) {
  const wanted = [
    checked(claim, ratings),
    listed("Says the same", claim.links.similar, ratings),
    listed("Says otherwise", claim.links.conflicts, ratings),
  ];
  for (const part of await Promise.all(wanted)) if (part && isShown()) box.append(...part);
}

function label(name, ratings) {
  return ratings.find((rating) => rating.name === name)?.label ?? name;
}

async function quietly(path) {
  try {
    return await ask("GET", path);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

// The verdict that a repeated claim has had already, with its reasons.
async function checked(claim, ratings) {
  const earlier = claim.review.checkedClaim;
  if (!earlier) return null;
  const [found, past] = await Promise.all([quietly(`/v1/claims/${earlier}`), quietly(`/v1/claims/${earlier}/history?limit=50`)]);
  if (!found) return null;
  const verdict = past?.items.find((entry) => entry.verdict && ["decide", "correct"].includes(entry.action))?.verdict;
  return [
    h("h3", {}, "Checked before"),
    h("p", { class: "before" }, h("strong", {}, `${label(found.review.verdict, ratings)}: `), inward(found, found.text)),
    verdict?.explanation ? h("p", { class: "before" }, verdict.explanation) : null,
    verdict?.sources.length ? h("ul", {}, verdict.sources.map((source) => h("li", {}, outward(source.url, source.title ?? source.url)))) : null,
  ].filter(Boolean);
}

export function outward(url, words) {
  return h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, words);
}

// To a claim, in this page.
function inward(claim, words) {
  return h("a", { href: `#claims/${claim.id}`, dir: "auto", lang: claim.language }, words);
}

async function listed(title, path, ratings) {
  if (!path) return null;
  const found = await quietly(`${path}?limit=${MOST}`);
  if (!found?.items.length) return null;
  const lines = found.items.map(({ claim }) => h("li", {},
    claim.review.verdict ? h("strong", {}, `${label(claim.review.verdict, ratings)}: `) : null,
    inward(claim, claim.text), " ", h("span", { class: "note" }, `(${worded(claim)})`)));
  return [h("h3", {}, `${title}${found.count > lines.length ? ` (${found.count})` : ""}`), h("ul", {}, lines)];
}

// The history as far as this reviewer may see it, with a line for a comment of one's own.
export async function past(claim, box, isShown) {
  const { items } = await ask("GET", `${claim.links.history}?limit=20`);
  if (!isShown()) return;
  const comment = h("input", { class: "word", maxlength: "10000", placeholder: "A word for the others", autocomplete: "off", "aria-label": "Comment" });
  box.replaceChildren(
    h("h3", {}, "History"), h("ul", {}, items.map(entry)),
    h("form", { class: "comment", submit: (event) => { event.preventDefault(); say(claim, comment, box, isShown); } }, comment, h("kbd", {}, "c")),
  );
}

function entry(change) {
  const did = change.sealed ? "has judged" : change.verdict ? `${change.action}: ${change.verdict.rating}` : change.action;
  const why = change.note ?? (change.sealed ? null : change.verdict?.explanation);
  return h("li", {}, h("strong", {}, change.reviewer), ` ${did}${why ? ` – ${why}` : ""}`, ...found(change),
    h("time", { datetime: change.createdAt }, ` ${change.createdAt.slice(0, 16).replace("T", " ")}`));
}

// What a verdict rests on, for whoever judges or publishes after it.
function found(change) {
  const { sources = [], correctedValue = null } = change.sealed ? {} : change.verdict ?? {};
  return [
    correctedValue && h("p", { class: "note" }, `Right would be: ${correctedValue.text}`),
    sources.length ? h("ul", {}, sources.map((source) => h("li", {}, outward(source.url, source.title ?? source.url), source.quote ? ` “${source.quote}”` : ""))) : null,
  ].filter(Boolean);
}

async function say(claim, comment, box, isShown) {
  if (!comment.value.trim()) return;
  await once(`/v1/claims/${claim.id}/comments`, signed({ text: comment.value }));
  comment.blur();
  await past(claim, box, isShown);
}
