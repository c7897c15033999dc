"""The little that is run in a page, in a world of its own: the page's scripts cannot see or change it."""

from __future__ import annotations

# In a form, or in a document, what a page names "childNodes" or "body" stands in the place of what is really so
# called, here as well: everything is asked of the prototypes, which are our own.
_ASKING = """
  const asking = (kind, name) => {
    const { get } = Object.getOwnPropertyDescriptor(kind.prototype, name);
    return (node) => get.call(node);
  };
  const nameOf = asking(Element, "localName"), shadowOf = asking(Element, "shadowRoot");
  const textOf = asking(Node, "textContent"), bodyOf = asking(Document, "body");
  const framed = (frame) => {
    try { return bodyOf(frame.contentDocument); } catch (_) { return null; }
  };
"""

TEXT_LENGTH = """
(() => {
  ASKING
  const length = (root) => {
    let shown = textOf(root).length;
    for (const one of root.querySelectorAll("*")) {
      const name = nameOf(one);
      if (/^(script|style|noscript|template)$/.test(name)) shown -= textOf(one).length;
      const within = shadowOf(one) || (/^i?frame$/.test(name) && framed(one));
      if (within) shown += length(within);
    }
    return shown;
  };
  return bodyOf(document) ? length(bodyOf(document)) : 0;
})()
""".replace("ASKING", _ASKING)
"""How many characters stand in the page, without markup and scripts: their number is as good as the text, and cheap."""

MARKUP = """
((limit) => {
  ASKING
  const childrenOf = asking(Node, "childNodes"), kindOf = asking(Node, "nodeType");
  const attributesOf = asking(Element, "attributes"), rootOf = asking(Document, "documentElement");
  const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
  const LEFT_OUT = new Set("style noscript noframes template object embed svg canvas video audio".split(" "));
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
    for (const one of childrenOf(node)) walk(one, depth + 1);
  };
  const begin = (node, name) => {
    write("<" + name);
    for (const one of attributesOf(node)) {
      if (/^[^\\s"'<>\\/=\\u0000]+$/.test(one.name)) write(" " + one.name + '="' + quoted(one.value) + '"');
    }
    write(">");
  };
  const element = (node, depth) => {
    const name = nameOf(node);
    if (/^i?frame$/.test(name)) {
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
    if (name === "script") write(textOf(node).replace(/<\\//g, "<\\\\/"));
    else inside(shadowOf(node) || node, depth);
    write("</" + name + ">");
  };
  const walk = (node, depth) => {
    if (kindOf(node) === 3) write(plain(node.data));
    else if (kindOf(node) !== 1) return;
    else if (depth > DEEPEST) write(plain(textOf(node)));
    else element(node, depth);
  };
  try {
    write("<!doctype html>\\n");
    if (rootOf(document)) walk(rootOf(document), 0);
    return written.join("");
  } catch (error) {
    if (error instanceof RangeError && size > limit) return null;
    throw error;
  }
})
""".replace("ASKING", _ASKING)
"""The page as markup, or null beyond a number of characters.

The markup a browser gives by itself leaves out what stands in shadow roots and frames, where some
pages keep their terms; here both stand in their places, and what no reader looks at does not.
"""
