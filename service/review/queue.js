// One claim after the other: one key judges and brings the next.

import { ask, Refused, signed } from "./api.js";
import { card } from "./card.js";
import { byId, h, isTyping, toast } from "./dom.js";
import { elsewhere, outward, past, writeComment } from "./notes.js";
import { marked, place } from "./prose.js";

const AROUND = 700; // code points of the article on each side of the claim
const LATER = 120; // seconds after which a claim that was put off comes back
const FORM = ["explanation", "source-url", "source-title", "source-quote", "corrected"];

let settings = { ratings: [], leaseSeconds: 900 };
let lease = null;
let renewing;
let busy = false;

export function start() {
  byId("filters").addEventListener("submit", (event) => { event.preventDefault(); next(); });
  byId("later").addEventListener("click", later);
  byId("back").addEventListener("click", giveBack);
}

export function know(found) {
  settings = found;
  byId("ratings").replaceChildren(...settings.ratings.map((rating, index) => h("button", {
    type: "button",
    class: tone(rating),
    click: () => judge(rating),
  }, index < 9 ? h("kbd", {}, String(index + 1)) : null, ` ${rating.label}`)));
}

function tone(rating) {
  const values = settings.ratings.map((other) => other.value).filter((value) => value !== null);
  if (rating.value === null) return "beside";
  const share = (rating.value - Math.min(...values)) / (Math.max(...values) - Math.min(...values) || 1);
  return share > 0.7 ? "good" : share < 0.3 ? "bad" : "middling";
}

export function key(event) {
  if (event.key === "Escape" && event.target.closest?.("#queue input, #queue textarea")) event.target.blur();
  if (isTyping(event)) return;
  const rating = settings.ratings[Number(event.key) - 1];
  if (event.key === "n") next();
  else if (lease && rating) judge(rating);
  else if (lease && event.key === "s") later();
  else if (lease && event.key === "r") giveBack();
  else if (lease && event.key === "e") byId("explanation").focus();
  else if (lease && event.key === "o") byId("source-url").focus();
  else if (lease && event.key === "c") writeComment();
  else return;
  event.preventDefault();
}

function filters() {
  const found = {};
  const worth = byId("f-worth").value;
  for (const [name, id] of [["language", "f-language"], ["kind", "f-kind"], ["publisher", "f-publisher"]]) {
    if (byId(id).value.trim()) found[name] = byId(id).value.trim();
  }
  if (worth) found.minWorthiness = String(Number(worth));
  return found;
}

// Only one thing at a time: a key that is held down must not judge the next claim unseen.
async function alone(act) {
  if (busy) return;
  busy = true;
  document.body.classList.add("busy");
  try {
    await act();
  } catch (error) {
    toast(error.message);
    if (error instanceof Refused && ["lease-not-held", "claim-not-current", "not-found"].includes(error.code)) display(null);
  } finally {
    busy = false;
    document.body.classList.remove("busy");
  }
}

export function next(asked = filters()) {
  return alone(async () => {
    await release();
    await display(await ask("POST", "/v1/review/leases", signed(asked)));
  });
}

function judge(rating) {
  return alone(async () => {
    const body = { lease: lease.id, rating: rating.name, next: filters() };
    if (byId("explanation").value.trim()) body.explanation = byId("explanation").value;
    if (byId("source-url").value.trim()) body.sources = [source()];
    if (byId("corrected").value.trim()) body.correctedValue = { text: byId("corrected").value };
    const answer = await ask("POST", `/v1/claims/${lease.claim.id}/verdicts`, signed(body));
    said(rating, answer.claim);
    await display(answer.next);
  });
}

function source() {
  const found = { url: byId("source-url").value.trim() };
  if (byId("source-title").value.trim()) found.title = byId("source-title").value;
  if (byId("source-quote").value.trim()) found.quote = byId("source-quote").value;
  return found;
}

function said(rating, claim) {
  const { state, submitted, required } = claim.review;
  const words = `${rating.label}: ${state === "open" ? `${submitted} of ${required} verdicts` : state}. `;
  const undo = h("button", { type: "button", class: "quiet", click: () => takeBack(claim) }, "Take it back");
  toast(words, required === 1 && ["judged", "dismissed"].includes(state) ? undo : "");
}

// A verdict is never erased: the claim is reopened, and the history shows both.
function takeBack(claim) {
  return alone(async () => {
    await ask("POST", `/v1/claims/${claim.id}:reopen`, signed({ note: "Taken back." }), { "If-Match": `"${claim.version}"` });
    await release();
    await display(await ask("POST", "/v1/review/leases", signed({ claimId: claim.id })));
  });
}

// The lease is let run out soon: given back at once, the same claim would be the worthiest again.
function later() {
  return alone(async () => {
    await ask("POST", `/v1/review/leases/${lease.id}:renew`, { seconds: LATER });
    lease = null;
    await display(await ask("POST", "/v1/review/leases", signed(filters())));
  });
}

function giveBack() {
  return alone(async () => {
    await release();
    await display(null);
  });
}

async function release() {
  if (!lease) return;
  const { id } = lease;
  lease = null;
  try {
    await ask("DELETE", `/v1/review/leases/${id}`);
  } catch (error) {
    if (error.status !== 404) throw error;
  }
}

async function display(found) {
  clearInterval(renewing);
  lease = found;
  byId("desk").hidden = !found;
  byId("nothing").hidden = Boolean(found);
  figures();
  if (!found) return;
  document.activeElement?.blur();
  for (const id of FORM) byId(id).value = "";
  renewing = setInterval(renew, settings.leaseSeconds * 400);
  const { claim } = found;
  const [others, changes] = [h("div"), h("div")];
  const isShown = () => lease?.claim.id === claim.id;
  byId("claim").replaceChildren(...card(claim, settings.ratings, others, changes));
  byId("context").replaceChildren(h("p", {}, claim.text));
  await Promise.all([context(claim), past(claim, changes, isShown), elsewhere(claim, settings.ratings, others, isShown)]);
}

async function renew() {
  if (!lease) return;
  try {
    await ask("POST", `/v1/review/leases/${lease.id}:renew`, {});
  } catch (error) {
    toast(error.status === 404 ? "The lease has ended: somebody else may judge this claim." : error.message);
  }
}

async function context(claim) {
  const article = await ask("GET", claim.links.article);
  const points = Array.from(await ask("GET", article.links.text));
  if (lease?.claim.id !== claim.id) return;
  const { start, end } = place(claim);
  const from = Math.max(0, start - AROUND);
  const to = Math.min(points.length, end + AROUND);
  const where = [article.title, article.publisher, article.publishedAt?.slice(0, 10)].filter(Boolean).join(" · ");
  const link = article.url ? outward(article.url, where || article.url) : where;
  byId("context").lang = claim.language;
  byId("context").replaceChildren(
    h("p", { class: "where" }, link), from > 0 ? "… " : "", ...marked(points, [claim], () => {}, from, to), to < points.length ? " …" : "",
  );
  const mark = byId("context").querySelector("mark");
  mark?.classList.add("chosen");
  if (mark) byId("context").scrollTop = mark.offsetTop - byId("context").offsetTop - byId("context").clientHeight / 2;
}

export async function figures() {
  const { queue, verdicts, agreement, days } = await ask("GET", "/v1/review/stats");
  const waiting = queue.open + queue.disputed;
  byId("waiting").textContent = waiting > 9999 ? `${Math.floor(waiting / 1000)}k` : String(waiting);
  byId("waiting").hidden = false;
  const words = [`${waiting.toLocaleString("en")} waiting`];
  if (queue.disputed) words.push(`${queue.disputed} disputed`);
  if (queue.held) words.push(`${queue.held} held`);
  words.push(`${verdicts.toLocaleString("en")} verdict${verdicts === 1 ? "" : "s"} in ${days} days`);
  if (agreement.kappa !== null) words.push(`agreement ${Math.round(Number(agreement.raw) * 100)} %, κ ${Number(agreement.kappa).toFixed(2)}`);
  byId("figures").textContent = words.join(" · ");
}
