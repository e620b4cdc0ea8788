// One claim after the other: one key judges and brings the next.

import { ask, once, Refused, signed } from "./api.js";
import { arrangement } from "./arrange.js";
import { card, worded } from "./card.js";
import { around } from "./context.js";
import { byId, focus, h, isTyping, say, toast } from "./dom.js";
import { elsewhere, past } from "./notes.js";
import { blame, draft, filled, forget, nextSource, opinion, show } from "./verdict.js";

const LATER = 120; // seconds after which a claim that was put off comes back
const GONE = ["claim-not-current", "already-judged", "invalid-transition", "not-found"];

let settings = { ratings: [], leaseSeconds: 900 };
let lease = null; // of the claim that is shown; null while a published verdict is corrected, and when it was lost
let claim = null; // what is shown
let corrected = null; // the verdict that is being corrected
let lastJudged = null;
let renewing;
let busy = false;

export function start() {
  byId("filters").addEventListener("submit", (event) => { event.preventDefault(); next(); });
  byId("later").addEventListener("click", later);
  byId("back").addEventListener("click", giveBack);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) renew(); });
  addEventListener("online", renew);
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

const WITH_CLAIM = {
  s: () => later(), r: () => giveBack(), e: () => focus("#explanation"), o: nextSource, c: () => focus(".word"),
  v: () => focus("#corrected"), t: () => focus(".tags"), a: () => focus(".assigned"),
  l: () => byId("claim").querySelector(".elsewhere a")?.click(),
};

export function key(event) {
  if (event.key === "Escape" && event.target.closest?.("#queue input, #queue textarea, #queue select")) event.target.blur();
  if (isTyping(event)) return;
  const rating = settings.ratings[Number(event.key) - 1];
  if (event.key === "n") next();
  else if (event.key === "f") focus("#f-language");
  else if (event.key === "z" && lastJudged) takeBack(lastJudged);
  else if (claim && rating) judge(rating);
  else if (claim && event.key in WITH_CLAIM) WITH_CLAIM[event.key]();
  else return;
  event.preventDefault();
}

function filters() {
  const said = (id) => byId(id).value.trim();
  const tag = said("f-tag");
  return filled({
    language: said("f-language"), kind: said("f-kind"), publisher: said("f-publisher"), speaker: said("f-speaker"),
    tags: tag ? [tag] : null, minWorthiness: said("f-worth") && String(Number(said("f-worth"))),
  });
}

// Only one thing at a time: a key that is held down must not judge the next claim unseen.
async function alone(act) {
  if (busy) return;
  busy = true;
  document.body.classList.add("busy");
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.code === "lease-not-held") lost();
    else if (GONE.includes(error.code)) trouble(error.code === "not-found" ? "This claim's article was erased." : error.message, "What you have written stays here until you go on.");
    else toast(error.message);
    blame(error.pointers);
  } finally {
    busy = false;
    document.body.classList.remove("busy");
  }
}

export function next(asked = filters()) {
  return alone(async () => {
    await release();
    display(await once("/v1/review/leases", signed(asked)));
  });
}

function judge(rating) {
  if (corrected) return correctIt(rating);
  if (!lease) return takeAgain();
  return alone(async () => {
    const body = { lease: lease.id, rating: rating.name, next: filters(), ...opinion() };
    const answer = await once(`/v1/claims/${claim.id}/verdicts`, signed(body));
    forget(claim.id);
    lease = null;
    told(rating, answer.claim);
    display(answer.next);
  });
}

function told(rating, judged) {
  const { state, submitted, required } = judged.review;
  const words = `${rating.label}: ${state === "open" ? `${submitted} of ${required} verdicts` : state}. `;
  lastJudged = required === 1 && ["judged", "dismissed"].includes(state) ? judged : null;
  const undo = lastJudged && h("button", { type: "button", class: "quiet", click: () => takeBack(judged) }, "Take it back ", h("kbd", {}, "z"));
  toast(words, undo ?? "");
}

// A verdict is never erased: the claim is reopened, and the history shows both.
function takeBack(judged) {
  lastJudged = null;
  return alone(async () => {
    await once(`/v1/claims/${judged.id}:reopen`, signed({ note: "Taken back." }), { "If-Match": `"${judged.version}"` });
    await release();
    display(await once("/v1/review/leases", signed({ claimId: judged.id })));
  });
}

// A verdict that counts is put into the form; the rating that is pressed then replaces it.
export async function correct(found, verdict) {
  await alone(async () => {
    await release();
    display({ claim: found }, verdict);
    trouble("You are correcting a verdict.", "Change what is wrong and press a rating; the old verdict stays in the history.");
  });
}

function correctIt(rating) {
  return alone(async () => {
    const answer = await once(`/v1/claims/${claim.id}:correct`, signed({ rating: rating.name, ...opinion() }), { "If-Match": `"${claim.version}"` });
    toast(`Corrected: ${rating.label} (${answer.review.state}).`);
    display(null);
    location.hash = `#claims/${answer.id}`;
  });
}

// The lease is let run out soon: given back at once, the same claim would be the worthiest again.
function later() {
  return alone(async () => {
    if (lease) await unlessEnded(ask("POST", `/v1/review/leases/${lease.id}:renew`, { seconds: LATER }));
    lease = null;
    display(await once("/v1/review/leases", signed(filters())));
  });
}

function giveBack() {
  return alone(async () => {
    await release();
    display(null);
  });
}

async function release() {
  if (!lease) return;
  const { id } = lease;
  lease = null;
  await unlessEnded(ask("DELETE", `/v1/review/leases/${id}`));
}

async function unlessEnded(answer) {
  try {
    await answer;
  } catch (error) {
    if (error.status !== 404) throw error;
  }
}

function display(found, verdict = null) {
  clearInterval(renewing);
  [lease, claim, corrected] = [found?.id ? found : null, found?.claim ?? null, verdict];
  byId("desk").hidden = !found;
  byId("nothing").hidden = Boolean(found);
  trouble();
  figures().catch((error) => toast(error.message));
  if (!found) return say("Nothing waits that fits and that you have not judged.");
  renewing = setInterval(renew, settings.leaseSeconds * 400);
  show(claim.id, verdict ?? draft(claim.id));
  const isShown = () => claim?.id === found.claim.id;
  around(claim, isShown).catch((error) => toast(error.message));
  describe();
  byId("claim").querySelector("h2").focus({ preventScroll: true });
  scrollTo({ top: 0 });
  return say(`${claim.target.selector[0].exact}: ${worded(claim)}. ${claim.text}`);
}

// The card, with what others say, whose it is, and its history.
function describe() {
  const [others, changes] = [h("div", { class: "elsewhere" }), h("div")];
  const shown = claim;
  const isShown = () => claim === shown;
  byId("claim").replaceChildren(...card(claim, settings.ratings, others, arrangement(claim, arranged), changes));
  for (const filling of [past(claim, changes, isShown), elsewhere(claim, settings.ratings, others, isShown)]) filling.catch((error) => toast(error.message));
}

function arranged(found) {
  if (claim?.id !== found.id) return;
  claim = found;
  describe();
  if (found.review.assignedTo && lease && found.review.assignedTo !== lease.reviewer) {
    toast(`It waits for ${found.review.assignedTo} now.`);
    next();
  }
}

// What has gone wrong with the claim that is shown, above what was written; nothing of that is lost.
function trouble(words = "", advice = "", ...more) {
  byId("trouble").hidden = !words;
  byId("trouble").replaceChildren(...(words ? [h("strong", {}, words), ` ${advice} `, ...more] : []));
}

function lost() {
  lease = null;
  clearInterval(renewing);
  const again = h("button", { type: "button", click: takeAgain }, "Take it again");
  trouble("Your lease on this claim has ended.", "What you have written is kept.", again);
}

// The same claim once more; the next press of a rating judges it, unless it has become another one meanwhile.
function takeAgain() {
  return alone(async () => {
    const seen = claim;
    const found = await once("/v1/review/leases", signed({ claimId: seen.id }));
    if (!found) return toast("It is not in the queue any more.");
    [lease, claim] = [found, found.claim];
    renewing = setInterval(renew, settings.leaseSeconds * 400);
    trouble();
    if (found.claim.version !== seen.version) describe();
    return toast(found.claim.version === seen.version ? "It is yours again: press the rating once more." : "It is yours again, but it has changed: look at it once more.");
  });
}

async function renew() {
  if (!lease || busy) return;
  const held = lease;
  try {
    const found = await ask("POST", `/v1/review/leases/${held.id}:renew`, {});
    if (lease !== held || found.claim.version === claim.version) return;
    [lease, claim] = [found, found.claim];
    describe();
    toast(claim.review.state === "alreadyChecked" ? "A published verdict on the same has turned up: see “Checked before”. You may still judge." : "This claim has changed while you looked at it.");
  } catch (error) {
    if (lease !== held) return;
    if (error.status === 404) lost();
    else toast(error.message);
  }
}

export async function figures() {
  const { queue, verdicts, agreement, days, reviewers } = await ask("GET", "/v1/review/stats");
  const waiting = queue.open + queue.disputed;
  byId("waiting").textContent = waiting > 9999 ? `${Math.floor(waiting / 1000)}k` : String(waiting);
  byId("waiting").hidden = false;
  byId("reviewers").replaceChildren(...reviewers.map(({ reviewer }) => h("option", { value: reviewer })));
  const words = [`${waiting.toLocaleString("en")} waiting`];
  if (queue.disputed) words.push(`${queue.disputed} disputed`);
  if (queue.held) words.push(`${queue.held} held`);
  words.push(`${verdicts.toLocaleString("en")} verdict${verdicts === 1 ? "" : "s"} in ${days} days`);
  if (agreement.kappa !== null) words.push(`agreement ${Math.round(Number(agreement.raw) * 100)} %, κ ${Number(agreement.kappa).toFixed(2)}`);
  byId("figures").textContent = words.join(" · ");
}
