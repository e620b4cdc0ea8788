// Elements without strings of HTML: what an article says can never become part of the page's own code.

export const byId = (id) => document.getElementById(id);

// h("p", {class: "note"}, "text", element, null) -> an element; functions are listeners, null children are left out.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// For who does not see the page: announced when what they are at is finished.
export function say(words) {
  byId("said").textContent = words;
}

let hiding;
export function toast(words, ...more) {
  const box = byId("toast");
  say(words);
  box.replaceChildren(words, ...more);
  box.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { box.hidden = true; }, 8000);
}

// A field of the view that is shown: the other views may have one of the same kind.
export function focus(selector) {
  document.querySelector(`section:not([hidden]) ${selector}`)?.focus();
}

export function isTyping(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select, dialog") !== null;
}
