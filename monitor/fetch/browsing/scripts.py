"""The little that is run in a page, in a world of its own: the page's scripts cannot see or change it."""

from __future__ import annotations

TEXT_LENGTH = """
(() => {
  const length = (root) => {
    let shown = root.textContent.length;
    for (const one of root.querySelectorAll("*")) {
      if (/^(script|style|noscript|template)$/.test(one.localName)) shown -= one.textContent.length;
      if (one.shadowRoot) shown += length(one.shadowRoot);
      if (one.localName === "iframe") {
        try { shown += length(one.contentDocument.body); } catch (_) { }
      }
    }
    return shown;
  };
  return document.body ? length(document.body) : 0;
})()
"""
"""How many characters stand in the page, without markup and scripts: their number is as good as the text, and cheap."""

MARKUP = """
((limit) => {
  const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
  const LEFT_OUT = new Set("style noscript template iframe object embed svg canvas video audio".split(" "));
  const DEEPEST = 1500;
  const written = [];
  let size = 0;
  const write = (text) => {
    size += text.length;
    if (size > limit) throw new RangeError("too large");
    written.push(text);
  };
  const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const quoted = (text) => plain(text).replace(/"/g, "&quot;");
  const inside = (node, depth) => {
    for (const one of node.childNodes) walk(one, depth + 1);
  };
  const framed = (frame) => {
    try { return frame.contentDocument && frame.contentDocument.body; } catch (_) { return null; }
  };
  const begin = (node, name) => {
    write("<" + name);
    for (const one of node.attributes) {
      if (/^[^\\s"'<>\\/=\\u0000]+$/.test(one.name)) write(" " + one.name + '="' + quoted(one.value) + '"');
    }
    write(">");
  };
  const element = (node, depth) => {
    const name = node.localName;
    if (name === "iframe") {
      const body = framed(node);
      if (body) { write("<div>"); inside(body, depth); write("</div>"); }
      return;
    }
    if (name === "script" ? node.type !== "application/ld+json" : LEFT_OUT.has(name)) return;
    if (name === "slot") {
      const given = node.assignedNodes();
      if (given.length) { for (const one of given) walk(one, depth + 1); return; }
    }
    begin(node, name);
    if (VOID.has(name)) return;
    if (name === "script") write(node.textContent.replace(/<\\//g, "<\\\\/"));
    else inside(node.shadowRoot || node, depth);
    write("</" + name + ">");
  };
  const walk = (node, depth) => {
    if (node.nodeType === 3) write(plain(node.data));
    else if (node.nodeType !== 1) return;
    else if (depth > DEEPEST) write(plain(node.textContent));
    else element(node, depth);
  };
  try {
    write("<!doctype html>\\n");
    if (document.documentElement) walk(document.documentElement, 0);
    return written.join("");
  } catch (error) {
    if (error instanceof RangeError && size > limit) return null;
    throw error;
  }
})
"""
"""The page as markup, or null beyond a number of characters.

The markup a browser gives by itself leaves out what stands in shadow roots and frames, where some
pages keep their terms; here both stand in their places, and what no reader looks at does not.
"""
