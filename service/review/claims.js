// What has been judged: published, corrected, opened again; and any claim that a link leads to.

import { ask, once, Refused, signed } from "./api.js";
import { arrangement } from "./arrange.js";
import { card, status } from "./card.js";
import { byId, focus, h, isTyping, say, toast } from "./dom.js";
import { elsewhere, past } from "./notes.js";

const PAGE = 50;

let ratings = [];
let claims = [];
let chosen = null;
let following = null;
let onCorrect = () => {};

export function start(options) {
  onCorrect = options.correct;
  byId("listing").addEventListener("submit", (event) => { event.preventDefault(); list(); });
  byId("l-state").addEventListener("change", () => list());
  byId("further").addEventListener("click", () => list(following));
}

export function know(settings) { ratings = settings.ratings; }

const WITH_CLAIM = {
  p: () => publish(), u: () => openAgain(), x: () => correct(), c: () => focus(".word"),
  t: () => focus(".tags"), a: () => focus(".assigned"),
};

export function key(event) {
  if (event.key === "Escape" && event.target.closest?.("#claims input, #claims select")) event.target.blur();
  if (isTyping(event)) return;
  if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
  else if (event.key === "f") focus("#l-state");
  else if (chosen && event.key in WITH_CLAIM) WITH_CLAIM[event.key]();
  else return;
  event.preventDefault();
}

// Called when the view opens, with the id behind #claims/ if there is one.
export async function open(claimId) {
  if (!claimId) return list();
  return quietly(async () => choose(await ask("GET", `/v1/claims/${claimId}`)));
}

async function quietly(act) {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.code === "precondition-failed" ? "Somebody has changed this claim meanwhile: here it is as it stands now." : error.message);
    if (error.code === "precondition-failed") choose(await ask("GET", `/v1/claims/${chosen.id}`));
  }
}

function list(cursor = null) {
  return quietly(async () => {
    const words = byId("l-words").value.trim();
    const asked = new URLSearchParams({ state: byId("l-state").value, sort: "time", limit: String(PAGE) });
    if (words) asked.set("q", words);
    if (cursor) asked.set("cursor", cursor);
    const page = await ask("GET", `/v1/claims?${asked}`);
    claims = cursor ? [...claims, ...page.items] : page.items;
    following = page.next;
    byId("rows").replaceChildren(...claims.map(row));
    byId("none").hidden = claims.length > 0;
    byId("further").hidden = !following;
    say(`${claims.length} claims.`);
    if (!cursor && claims.length) choose(claims[0]);
    if (!claims.length) close();
  });
}

function row(claim) {
  return h("li", { "data-claim": claim.id }, h("button", { type: "button", class: "line", click: () => choose(claim) },
    h("strong", { class: claim.kind, dir: "auto" }, claim.target.selector[0].exact), " ",
    h("span", { class: "verdict" }, status(claim, ratings)), " ", h("span", { dir: "auto", lang: claim.language }, claim.text)));
}

function close() {
  chosen = null;
  byId("one").hidden = true;
}

function move(step) {
  const here = claims.findIndex((claim) => claim.id === chosen?.id);
  const found = claims[here + step];
  if (!found) return;
  choose(found);
  byId("rows").querySelector(`[data-claim="${found.id}"]`)?.scrollIntoView({ block: "nearest" });
}

function choose(claim) {
  chosen = claim;
  const place = claims.findIndex((other) => other.id === claim.id);
  if (place >= 0) {
    claims[place] = claim;
    byId("rows").children[place]?.replaceWith(row(claim));
  }
  for (const line of byId("rows").children) line.toggleAttribute("aria-current", line.dataset.claim === claim.id);
  byId("one").hidden = false;
  const [others, changes, review] = [h("div", { class: "elsewhere" }), h("div"), h("div")];
  const isShown = () => chosen === claim;
  byId("one").replaceChildren(...card(claim, ratings, actions(claim), review, others, arrangement(claim, choose), changes));
  say(`${claim.target.selector[0].exact}: ${status(claim, ratings)}. ${claim.text}`);
  for (const filling of [past(claim, changes, isShown), elsewhere(claim, ratings, others, isShown), readiness(claim, review, isShown)]) {
    filling.catch((error) => toast(error.message));
  }
}

function actions(claim) {
  const { state } = claim.review;
  const button = (words, key, act, kind = "quiet") => h("button", { type: "button", class: kind, click: act }, words, " ", h("kbd", {}, key));
  return h("p", { class: "row" },
    state === "judged" && button("Publish", "p", publish, "main"),
    ["judged", "published"].includes(state) && button("Correct", "x", correct),
    state !== "open" && button("Open again", "u", openAgain));
}

// Whether readers and search engines can have it, and what is missing.
async function readiness(claim, box, isShown) {
  if (claim.review.state !== "published") return;
  try {
    const { url } = await ask("GET", `/v1/claims/${claim.id}/claimreview`);
    if (isShown()) box.replaceChildren(h("p", { class: "note" }, `ClaimReview is complete, for ${url}`));
  } catch (error) {
    if (error.code !== "claimreview-incomplete") throw error;
    if (isShown()) box.replaceChildren(h("p", { class: "note" }, "Published, but not complete as ClaimReview:"), h("ul", {}, error.message.split(" · ").slice(1).map((flaw) => h("li", {}, flaw))));
  }
}

function step(action, body, done) {
  return quietly(async () => {
    const found = await once(`/v1/claims/${chosen.id}:${action}`, signed(body), { "If-Match": `"${chosen.version}"` });
    choose(found);
    toast(done);
  });
}

function publish() {
  return chosen.review.state === "judged" ? step("publish", {}, "Published.") : undefined;
}

function openAgain() {
  return chosen.review.state === "open" ? undefined : step("reopen", {}, "It is in the queue again.");
}

async function correct() {
  if (!["judged", "published"].includes(chosen.review.state)) return;
  const claim = chosen;
  await quietly(async () => {
    const { items } = await ask("GET", `${claim.links.history}?limit=50`);
    onCorrect(claim, items.find((entry) => entry.verdict && ["decide", "correct"].includes(entry.action))?.verdict ?? {});
  });
}
