// The desk: which view is shown, who sits at it.

import { ask, identity } from "./api.js";
import * as claims from "./claims.js";
import { byId, isTyping } from "./dom.js";
import * as help from "./help.js";
import * as queue from "./queue.js";
import * as reader from "./reader.js";
import * as verdict from "./verdict.js";

const REFUSED = {
  401: "This key is not known here, or it has ended.",
  403: "This key may not review: it lacks the scope review:write.",
};
const VIEWS = { read: reader, queue, claims };

let isOpen = false; // whether a key has opened the desk

// #queue, or #claims/ID
function view() {
  const [name] = location.hash.slice(1).split("/");
  return Object.hasOwn(VIEWS, name) ? name : "read";
}

function show() {
  for (const name of Object.keys(VIEWS)) {
    byId(name).hidden = name !== view();
    if (name === view()) byId(`tab-${name}`).setAttribute("aria-current", "page");
    else byId(`tab-${name}`).removeAttribute("aria-current");
  }
  if (view() === "claims" && isOpen) claims.open(location.hash.split("/")[1]);
  if (view() === "read" && !byId("article").hidden) byId("text").focus();
}

function turn() {
  const names = Object.keys(VIEWS);
  location.hash = `#${names[(names.indexOf(view()) + 1) % names.length]}`;
}

function login(reason = "") {
  byId("refused").textContent = reason;
  byId("refused").hidden = !reason;
  byId("key").value = "";
  byId("reviewer").value = identity.reviewer ?? "";
  if (!byId("login").open) byId("login").showModal();
}

// Settings are what every reviewer may read: they also tell whether the key opens the desk.
async function open() {
  if (!identity.key) return login();
  try {
    const settings = await ask("GET", "/v1/review/settings");
    reader.know(settings);
    queue.know(settings);
    claims.know(settings);
    await queue.figures();
    byId("who").textContent = identity.reviewer ?? "Key";
    isOpen = true;
    show();
  } catch (error) {
    if (error.status in REFUSED) identity.forget();
    login(REFUSED[error.status] ?? error.message);
  }
}

byId("login").addEventListener("close", () => {
  if (byId("key").value) identity.enter(byId("key").value, byId("reviewer").value);
  open();
});
byId("who").addEventListener("click", () => login());
addEventListener("hashchange", show);
addEventListener("keydown", (event) => {
  if (event.key === "?" && !isTyping(event)) return help.open();
  if (event.key === "g" && !isTyping(event)) return turn();
  return VIEWS[view()].key(event);
});
reader.start({
  judge: (claimId) => {
    location.hash = "#queue";
    queue.next({ claimId });
  },
});
verdict.start();
queue.start();
claims.start({
  correct: (claim, given) => {
    location.hash = "#queue";
    queue.correct(claim, given);
  },
});
help.start();
show();
open();
