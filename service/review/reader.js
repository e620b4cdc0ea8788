// Paste an article, see every number in it.

import { all, ask, Refused } from "./api.js";
import { card } from "./card.js";
import { byId, h, isTyping, toast } from "./dom.js";
import { elsewhere } from "./notes.js";
import { isChecked, marked } from "./prose.js";

const FINISHED = ["extracted", "failed", "withdrawn"];
const LOOK_AGAIN = 60; // milliseconds at first
const PATIENCE = 60_000;

let ratings = [];
let claims = [];
let chosen = null;
let onJudge = () => {};

export function start(options) {
  onJudge = options.judge;
  byId("article").addEventListener("submit", (event) => { event.preventDefault(); read(); });
  byId("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("article").requestSubmit();
  });
  byId("again").addEventListener("click", () => show(false));
}

export function know(settings) { ratings = settings.ratings; }

export function key(event) {
  if (isTyping(event) || byId("found").hidden) return;
  if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
  else if (event.key === "Enter" && chosen && isOpen(chosen)) onJudge(chosen.id);
  else return;
  event.preventDefault();
}

async function read() {
  const begin = performance.now();
  const button = byId("article").querySelector("button");
  button.disabled = true;
  try {
    const article = await finished(await ask("POST", "/v1/articles", submission()));
    if (article.state !== "extracted") throw new Refused(0, { detail: article.problem ?? `The article is ${article.state}.` });
    const [text, found] = await Promise.all([ask("GET", article.links.text), all(article.links.claims)]);
    claims = found;
    display(text, performance.now() - begin);
  } catch (error) {
    toast(error.message);
  } finally {
    button.disabled = false;
  }
}

function submission() {
  const sent = { text: byId("text").value };
  for (const name of ["publisher", "url"]) if (byId(name).value.trim()) sent[name] = byId(name).value.trim();
  if (byId("published").value) sent.publishedAt = local(byId("published").value);
  return sent;
}

// A local time with this machine's offset on that day: "today" in the article is the reader's day.
function local(written) {
  const minutes = -new Date(written).getTimezoneOffset();
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  return `${written.length === 16 ? `${written}:00` : written}${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

async function finished(article) {
  const end = performance.now() + PATIENCE;
  let pause = LOOK_AGAIN;
  while (!FINISHED.includes(article.state)) {
    if (performance.now() > end) throw new Refused(0, { detail: "It is not extracted yet: is a worker running?" });
    await new Promise((resolve) => { setTimeout(resolve, pause); });
    pause = Math.min(pause * 1.5, 1000);
    article = await ask("GET", article.links.self);
  }
  return article;
}

function display(text, took) {
  const points = Array.from(text);
  byId("prose").replaceChildren(...marked(points, claims, choose));
  byId("prose").lang = claims[0]?.language ?? "";
  const kinds = ["amount", "percentage", "date"].map((kind) => [kind, claims.filter((claim) => claim.kind === kind).length]);
  const checked = claims.filter(isChecked).length;
  byId("summary").replaceChildren(
    h("strong", {}, `${claims.length} number${claims.length === 1 ? "" : "s"}`), ` in ${(took / 1000).toFixed(2)} s: `,
    ...kinds.filter(([, count]) => count).flatMap(([kind, count]) => [h("span", { class: `dot ${kind}` }), `${count} ${kind}${count === 1 ? "" : "s"}  `]),
    checked ? `· ${checked} checked before` : "",
  );
  show(true);
  byId("about").replaceChildren(h("p", { class: "note" }, claims.length ? "Choose a number." : "There is no number in it."));
  const worthiest = [...claims].sort((one, other) => Number(other.worthiness.score) - Number(one.worthiness.score))[0];
  if (worthiest) byId("prose").querySelector(`[data-claim="${worthiest.id}"]`)?.click();
}

function show(found) {
  byId("article").hidden = found;
  byId("found").hidden = !found;
  if (!found) byId("text").focus();
}

function isOpen(claim) {
  return ["open", "disputed", "alreadyChecked"].includes(claim.review.state);
}

async function choose(claim, mark) {
  if (chosen?.id === claim.id) return;
  chosen = claim;
  byId("prose").querySelectorAll("mark.chosen").forEach((other) => other.classList.remove("chosen"));
  mark.classList.add("chosen");
  const others = h("div");
  const judging = isOpen(claim) && h("button", { type: "button", class: "main", click: () => onJudge(claim.id) }, "Judge it ", h("kbd", {}, "↵"));
  byId("about").replaceChildren(...card(claim, ratings, judging || "", others));
  await elsewhere(claim, ratings, others, () => chosen === claim);
}

function move(step) {
  const marks = [...byId("prose").querySelectorAll("mark")];
  const here = marks.findIndex((mark) => mark.classList.contains("chosen"));
  let next = here;
  do next += step; while (marks[next] && marks[next].dataset.claim === chosen?.id);
  marks[next]?.focus();
  marks[next]?.scrollIntoView({ block: "center" });
}
