// The form of a verdict: what is typed into it, kept per claim in this tab until the verdict is in.

import { byId, h } from "./dom.js";

const DRAFT = "factclaims.draft.";
const FIELDS = ["explanation", "corrected", "corrected-amount", "corrected-unit", "claimant", "first-appearance"];
const MOST_SOURCES = 50;

let draftOf = null; // the claim whose draft is being typed

export function start() {
  byId("add-source").addEventListener("click", () => nextSource());
  byId("judge").addEventListener("input", (event) => { event.target.removeAttribute("aria-invalid"); keep(); });
}

function said(id) {
  return byId(id).value.trim();
}

// The opinion as the API takes it, without what was left empty.
export function opinion() {
  const found = {};
  if (said("explanation")) found.explanation = byId("explanation").value;
  const sources = rows().map(written).filter((source) => Object.keys(source).length);
  if (sources.length) found.sources = sources;
  const [text, amount, unit] = ["corrected", "corrected-amount", "corrected-unit"].map(said);
  if (text || amount || unit) found.correctedValue = filled({ text: text || [amount, unit].filter(Boolean).join(" "), amount, unit });
  if (said("claimant")) found.claimant = { name: said("claimant"), type: byId("claimant-type").value };
  if (said("first-appearance")) found.firstAppearance = said("first-appearance");
  return found;
}

export function filled(members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== "" && value !== null && value !== undefined));
}

function rows() {
  return [...byId("sources").children];
}

function written(row) {
  return filled(Object.fromEntries([...row.querySelectorAll("input")].map((input) => [input.name, input.value.trim()])));
}

function source(given = {}) {
  const field = (name, label, most, type = "text") => h("label", { class: "grow" }, label, h("input", {
    name, type, maxlength: String(most), value: given[name] ?? "", autocomplete: "off", dir: "auto", placeholder: type === "url" ? "https://" : null,
  }));
  const row = h("div", { class: "row source", role: "group", "aria-label": "Source" },
    field("url", "Source", 2048, "url"), field("title", "Its title", 500), field("quote", "Its words", 5000),
    h("button", { type: "button", class: "quiet", "aria-label": "Remove this source", click: () => { row.remove(); if (!rows().length) source(); keep(); } }, "×"));
  byId("sources").append(row);
  return row;
}

// The first source that is still empty, or a new one; it has the focus afterwards.
export function nextSource() {
  const empty = rows().find((row) => !Object.keys(written(row)).length);
  const row = empty ?? (rows().length < MOST_SOURCES ? source() : rows().at(-1));
  row.querySelector("input").focus();
}

// Show an opinion (a draft, or a verdict that is corrected) in the form of this claim.
export function show(claimId, given = draft(claimId)) {
  draftOf = claimId;
  const values = {
    explanation: given.explanation, corrected: given.correctedValue?.text, "corrected-amount": given.correctedValue?.amount,
    "corrected-unit": given.correctedValue?.unit, claimant: given.claimant?.name, "first-appearance": given.firstAppearance,
  };
  for (const id of FIELDS) {
    byId(id).value = values[id] ?? "";
    byId(id).removeAttribute("aria-invalid");
  }
  byId("claimant-type").value = given.claimant?.type ?? "Person";
  byId("more").open = Boolean(given.claimant || given.firstAppearance);
  byId("sources").replaceChildren();
  for (const each of given.sources?.length ? given.sources : [{}]) source(each);
}

function keep() {
  if (!draftOf) return;
  const found = opinion();
  if (Object.keys(found).length) sessionStorage.setItem(DRAFT + draftOf, JSON.stringify(found));
  else forget(draftOf);
}

export function draft(claimId) {
  return JSON.parse(sessionStorage.getItem(DRAFT + claimId) ?? "{}");
}

export function forget(claimId) {
  sessionStorage.removeItem(DRAFT + claimId);
}

// Mark the field that the API refused, by its JSON Pointer, and go there.
export function blame(pointers) {
  const fields = pointers.map(fieldOf).filter(Boolean);
  for (const field of fields) field.setAttribute("aria-invalid", "true");
  fields[0]?.closest("details")?.setAttribute("open", "");
  fields[0]?.focus();
}

function fieldOf(pointer) {
  const [, name, ...rest] = pointer.split("/");
  if (name === "sources") {
    const sent = rows().filter((row) => Object.keys(written(row)).length);
    return sent[Number(rest[0])]?.querySelector(`[name="${rest[1] ?? "url"}"]`);
  }
  const ids = { explanation: "explanation", correctedValue: { text: "corrected", amount: "corrected-amount", unit: "corrected-unit" }, claimant: "claimant", firstAppearance: "first-appearance" };
  const id = typeof ids[name] === "object" ? ids[name][rest[0]] ?? "corrected" : ids[name];
  return id ? byId(id) : null;
}
