// The desk: which view is shown, who sits at it.

import { ask, identity } from "./api.js";
import { byId } from "./dom.js";
import * as queue from "./queue.js";
import * as reader from "./reader.js";

const REFUSED = {
  401: "This key is not known here, or it has ended.",
  403: "This key may not review: it lacks the scope review:write.",
};
const VIEWS = { read: reader, queue };

function view() {
  return location.hash.slice(1) in VIEWS ? location.hash.slice(1) : "read";
}

function show() {
  for (const name of Object.keys(VIEWS)) {
    byId(name).hidden = name !== view();
    byId(`tab-${name}`).toggleAttribute("aria-current", name === view());
  }
  if (view() === "read" && !byId("article").hidden) byId("text").focus();
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
    await queue.figures();
    byId("who").textContent = identity.reviewer ?? "Key";
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
addEventListener("keydown", (event) => VIEWS[view()].key(event));
reader.start({
  judge: (claimId) => {
    location.hash = "#queue";
    queue.next({ claimId });
  },
});
queue.start();
show();
open();
