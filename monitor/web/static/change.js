// Redlines: copied as Markdown, and walked through by keyboard.
(() => {
  "use strict";

  const made = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  // --- copying ---------------------------------------------------------------------------------------------

  const byHand = (text) => {
    // Where pages are served without TLS to other machines there is no clipboard but the one of a selection.
    const area = made("textarea", "", { class: "byhand", readonly: "", "aria-hidden": "true", tabindex: "-1" });
    const before = document.activeElement;
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    return done;
  };

  const copied = async (text) => {
    if (!navigator.clipboard) return byHand(text);
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return byHand(text);
    }
  };

  const offerCopy = (link) => {
    const button = made("button", "Copy as Markdown", { type: "button" });
    const said = made("span", "", { role: "status", class: "copied" });
    button.addEventListener("click", async () => {
      said.textContent = "";
      try {
        const answer = await fetch(link.href, { credentials: "same-origin" });
        if (!answer.ok) throw new Error(String(answer.status));
        said.textContent = (await copied(await answer.text())) ? "Copied." : "It could not be copied: download it.";
      } catch {
        said.textContent = "It could not be copied: download it.";
      }
    });
    link.closest("p").append(" · ", button, said);
  };

  document.querySelectorAll("a[data-copy]").forEach(offerCopy);

  // --- the keyboard ----------------------------------------------------------------------------------------

  const OFF = "clausewatch-keys-off";
  const articles = [...document.querySelectorAll("main .redline article[id^='change-']")];
  const tools = document.querySelector(".tools");
  if (!articles.length || !tools) return;

  const remembered = (off) => {
    try {
      if (off === undefined) return localStorage.getItem(OFF) === "yes";
      if (off) localStorage.setItem(OFF, "yes");
      else localStorage.removeItem(OFF);
    } catch {
      // A browser that keeps nothing for us forgets the choice with the page.
    }
    return Boolean(off);
  };

  let off = remembered();
  articles.forEach((article) => {
    article.tabIndex = -1;
    article.setAttribute("aria-labelledby", article.querySelector("h3").id ||= `${article.id}-name`);
  });

  const go = (step) => {
    const focused = document.activeElement ? articles.indexOf(document.activeElement.closest("article")) : -1;
    let next = focused + step;
    if (focused < 0) {
      const tops = articles.map((article) => article.getBoundingClientRect().top);
      next = step > 0 ? tops.findIndex((top) => top > 1) : tops.findLastIndex((top) => top < -1);
    }
    const article = articles[next];
    if (!article) return;
    article.focus({ preventScroll: true });
    article.scrollIntoView({ block: "start" }); // smooth only where the style says so: not for reduced motion
  };

  const help = made("dialog", "", { class: "keyhelp", "aria-labelledby": "keyhelp-name" });
  const rows = [
    ["j or n", "the next change"],
    ["k or p", "the change before"],
    ["?", "this help"],
  ];
  const list = made("dl", "");
  rows.forEach(([keys, words]) => {
    const term = made("dt", "");
    term.append(made("kbd", keys));
    list.append(term, made("dd", words));
  });
  const close = made("button", "Close", { type: "button" });
  close.addEventListener("click", () => help.close());
  help.append(made("h2", "Keys of this page", { id: "keyhelp-name" }), list, close);
  document.body.append(help);

  const hint = made("p", "", { class: "keys" });
  const words = made("span", "");
  const toggle = made("button", "", { type: "button" });
  hint.append(words, toggle);
  tools.after(hint);

  const tell = () => {
    words.replaceChildren();
    if (off) words.append("Keys for jumping between changes are off.");
    else words.append(made("kbd", "j"), " next change, ", made("kbd", "k"), " the one before, ", made("kbd", "?"), " help");
    toggle.textContent = off ? "Switch keys on" : "Switch keys off";
  };
  toggle.addEventListener("click", () => {
    off = remembered(!off);
    tell();
  });
  tell();

  const typing = (target) =>
    target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

  document.addEventListener("keydown", (event) => {
    if (off || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "j" || event.key === "n") go(1);
    else if (event.key === "k" || event.key === "p") go(-1);
    else if (event.key === "?") help.showModal();
    else return;
    event.preventDefault();
  });
})();
