// What is known about one claim, for people.

import { h } from "./dom.js";
import { isChecked, place } from "./prose.js";

const COMPARATORS = { "<": "less than ", "<=": "at most ", ">=": "at least ", ">": "more than " };
const MODES = { direct: "quoted", reported: "reported", own: "in the article's own voice" };

function figure(text) {
  const [whole, part] = text.replace(/\.0+$/, "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
  return part === undefined ? grouped : `${grouped}.${part}`;
}

function span(low, high) {
  if (low === high || (low === null) !== (high === null)) return low ?? high;
  return low === null ? "?" : `${low} – ${high}`;
}

// The value in a line: "at most 100 000 000 000 USD", "2026-01-08", "≈ 500 機".
export function worded(claim) {
  const { value } = claim;
  if (value.earliest !== undefined || value.edtf !== undefined) {
    return value.edtf && !value.edtf.includes("/") ? value.edtf : span(value.earliest ?? null, value.latest ?? null);
  }
  if (value.duration) return span(value.duration.lower, value.duration.upper);
  if (value.recurrence) return [value.recurrence.times && `${value.recurrence.times} ×`, value.recurrence.every].filter(Boolean).join(" per ");
  const low = value.lowerBound && figure(value.lowerBound);
  const high = value.upperBound && figure(value.upperBound);
  const exact = value.amount ? figure(value.amount) : null;
  const number = value.comparator ? COMPARATORS[value.comparator] + (exact ?? low ?? high) : span(low ?? null, high ?? null) ?? exact ?? "?";
  const unit = value.unit ? value.unit.code ?? value.unit.text : null;
  const per = value.per?.unit ? `per ${value.per.amount && value.per.amount !== "1" ? `${figure(value.per.amount)} ` : ""}${value.per.unit.code ?? value.per.unit.text}` : null;
  return [value.approximate ? "≈" : null, number, unit, per].filter(Boolean).join(" ");
}

function when(claim) {
  const period = claim.period;
  if (!period) return null;
  const date = period.edtf ?? span(period.earliest ?? null, period.latest ?? null);
  return period.text && period.text !== date ? `${period.text} → ${date}` : date;
}

function moved(change) {
  const words = [change.direction === "increase" ? "▲ increase" : "▼ decrease"];
  if (change.from) words.push(`from ${figure(change.from)}`);
  if (change.to) words.push(`to ${figure(change.to)}`);
  if (change.base?.text ?? (typeof change.base === "string" && change.base)) words.push(`(${change.base.text ?? change.base})`);
  return words.join(" ");
}

function who(claim) {
  const { attribution } = claim;
  if (!attribution) return "nobody named";
  const said = attribution.speaker?.text ?? attribution.role?.text;
  const speaker = attribution.named ? `${attribution.named.text} (“${said}”)` : said;
  const role = attribution.role && attribution.speaker && attribution.role.text !== attribution.speaker.text ? `, ${attribution.role.text}` : "";
  return speaker ? `${speaker}${role} (${MODES[attribution.mode]})` : MODES[attribution.mode] ?? attribution.mode;
}

export function status(claim, ratings) {
  const { state, verdict, submitted, required } = claim.review;
  const label = ratings.find((rating) => rating.name === verdict)?.label ?? verdict;
  if (label) return `${label} (${state})`;
  if (state === "alreadyChecked") return "yes, as a claim of another article";
  if (submitted) return `${submitted} of ${required} verdicts`;
  return state === "dismissed" ? "not worth a check" : "not yet";
}

// The elements of the card; `extra` comes at its end.
export function card(claim, ratings, ...extra) {
  const rows = [
    ["Who says it", who(claim)],
    ["About", claim.subject?.text ?? "–"],
    ["When", when(claim) ?? "–"],
    ["Moved", claim.change ? moved(claim.change) : null],
    ["Checked", status(claim, ratings)],
    ["Worth", worth(claim)],
  ];
  return [
    h("h2", { class: claim.kind, tabindex: "-1", dir: "auto", lang: claim.language }, claim.target.selector[0].exact),
    h("p", { class: "value" }, worded(claim)),
    h("blockquote", { dir: "auto", lang: claim.language }, ...quoted(claim)),
    h("dl", { class: isChecked(claim) ? "checked" : null }, rows.filter(([, said]) => said !== null && said !== undefined).map(([name, said]) => [h("dt", {}, name), h("dd", { dir: "auto" }, said)])),
    ...extra,
  ];
}

// The clause with its quote marked; just the clause where the quote does not stand in it.
function quoted(claim) {
  const points = Array.from(claim.text);
  const { start, end } = place(claim);
  const [from, to] = [start - claim.target.clause.start, end - claim.target.clause.start];
  if (points.slice(from, to).join("") !== claim.target.selector[0].exact) return [claim.text];
  return [points.slice(0, from).join(""), h("mark", { class: claim.kind }, claim.target.selector[0].exact), points.slice(to).join("")];
}

function worth(claim) {
  const score = Number(claim.worthiness.score);
  return h("span", {}, h("meter", { min: "0", max: "1", value: String(score), title: claim.worthiness.score, "aria-label": `${claim.worthiness.score} of 1` }), ` ${claim.worthiness.reasons.join(", ")}`);
}
