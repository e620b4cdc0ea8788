// The API as this page uses it. The key lives in sessionStorage: in this tab only, gone when it is closed.

const KEY = "factclaims.key";
const REVIEWER = "factclaims.reviewer";

export class Refused extends Error {
  constructor(status, problem) {
    const flaws = (problem.errors ?? []).map((flaw) => `${flaw.pointer ?? flaw.parameter} ${flaw.detail}`);
    super([problem.detail ?? problem.title ?? `The service answered ${status}.`, ...flaws].join(" · "));
    this.status = status;
    this.pointers = (problem.errors ?? []).map((flaw) => flaw.pointer).filter(Boolean);
    this.code = String(problem.type ?? "").split("/").pop();
  }
}

export const identity = {
  get key() { return sessionStorage.getItem(KEY); },
  get reviewer() { return sessionStorage.getItem(REVIEWER) || undefined; },
  enter(key, reviewer) {
    sessionStorage.setItem(KEY, key.trim());
    sessionStorage.setItem(REVIEWER, reviewer.trim());
  },
  forget() { sessionStorage.removeItem(KEY); },
};

// One request; the decoded answer, text for a text, null for 204. Throws Refused.
export async function ask(method, path, body, headers = {}) {
  const options = { method, headers: { Authorization: `Bearer ${identity.key}`, ...headers }, cache: "no-store" };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Refused(0, { detail: navigator.onLine === false ? "You are offline. Nothing is lost: try again when you are back." : "The service does not answer. Nothing is lost: try again." });
  }
  if (answer.status === 204) return null;
  const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
  const content = isJson ? await answer.json() : await answer.text();
  if (!answer.ok) throw new Refused(answer.status, isJson ? content : {});
  return content;
}

// One thing done once: the same body again after no answer came repeats the request under its Idempotency-Key.
const pending = new Map();
const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export async function once(path, body, headers = {}) {
  const [what, sent] = [`${path} ${JSON.stringify(headers)}`, JSON.stringify(body)];
  const earlier = pending.get(what);
  const key = earlier?.sent === sent ? earlier.key : fresh();
  pending.set(what, { sent, key });
  try {
    const answer = await ask("POST", path, body, { ...headers, "Idempotency-Key": key });
    pending.delete(what);
    return answer;
  } catch (error) {
    if (error.status && error.status < 500 && error.code !== "idempotency-key-in-use") pending.delete(what);
    throw error;
  }
}

// All rows of a listing, page after page.
export async function all(path) {
  const rows = [];
  let cursor = "";
  do {
    const joint = path.includes("?") ? "&" : "?";
    const page = await ask("GET", `${path}${joint}limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    rows.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return rows;
}

// What a tool's key adds to each step: the person.
export function signed(body) {
  return identity.reviewer ? { ...body, reviewer: identity.reviewer } : body;
}
