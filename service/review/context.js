// The article around a claim, with its sentence and its quote marked.

import { ask } from "./api.js";
import { byId, h } from "./dom.js";
import { outward } from "./notes.js";
import { place } from "./prose.js";

const AROUND = 1500; // code points on each side of the claim

export async function around(claim, isShown) {
  const box = byId("context");
  box.lang = claim.language;
  box.replaceChildren(h("p", {}, claim.text));
  const article = await ask("GET", claim.links.article);
  const points = Array.from(await ask("GET", `${claim.links.article}/text?revision=${claim.revision}`));
  if (!isShown()) return;
  const [quote, { sentence }] = [place(claim), claim.target];
  const [from, to] = [Math.max(0, sentence.start - AROUND), Math.min(points.length, sentence.end + AROUND)];
  const words = (start, end) => points.slice(start, end).join("");
  const where = [article.title, article.publisher, article.publishedAt?.slice(0, 10)].filter(Boolean).join(" · ");
  const mark = h("mark", { class: `${claim.kind} chosen` }, words(quote.start, quote.end));
  box.replaceChildren(
    h("p", { class: "where" }, article.url ? outward(article.url, where || article.url) : where),
    from > 0 ? "… " : "", words(from, sentence.start),
    h("span", { class: "sentence" }, words(sentence.start, quote.start), mark, words(quote.end, sentence.end)),
    words(sentence.end, to), to < points.length ? " …" : "",
  );
  box.scrollTop = mark.offsetTop - box.offsetTop - box.clientHeight / 2;
}
