// Whose a claim is, and its tags: two lines of its card that are changed in place.

import { ask, signed } from "./api.js";
import { h, say, toast } from "./dom.js";

const MOST_TAGS = 20;

export function words(text) {
  return [...new Set(text.split(/[,、，]/).map((word) => word.trim()).filter(Boolean))].slice(0, MOST_TAGS);
}

// The lines; `changed` is called with the claim as it is afterwards.
export function arrangement(claim, changed) {
  const tags = h("input", { class: "tags", value: claim.review.tags.join(", "), placeholder: "none", autocomplete: "off", dir: "auto" });
  const assigned = h("input", { class: "assigned", value: claim.review.assignedTo ?? "", placeholder: "anybody", maxlength: "200", list: "reviewers", autocomplete: "off" });
  let known = JSON.stringify({ tags: claim.review.tags, assignedTo: claim.review.assignedTo });
  const save = async (event) => {
    event.preventDefault();
    const sent = { tags: words(tags.value), assignedTo: assigned.value.trim() || null };
    if (JSON.stringify(sent) === known) return; // Enter is a change and a submission
    known = JSON.stringify(sent);
    try {
      const found = await ask("PATCH", `/v1/claims/${claim.id}/review`, signed(sent), { "If-Match": `"${claim.version}"` });
      document.activeElement?.blur();
      say("Saved.");
      changed(found);
    } catch (error) {
      known = "";
      toast(error.code === "precondition-failed" ? "Somebody has changed this claim meanwhile; look at it again." : error.message);
    }
  };
  return h("form", { class: "arrange", submit: save, change: save },
    h("label", {}, h("span", {}, "Tags ", h("kbd", {}, "t")), tags),
    h("label", {}, h("span", {}, "For ", h("kbd", {}, "a")), assigned),
    h("button", { type: "submit", class: "unseen" }, "Save tags and reviewer"));
}
