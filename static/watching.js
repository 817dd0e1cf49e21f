// Pages that watch what goes on: each look renews only what has changed, so that the focus stays where it is, and
// nothing is read out anew that says the same.
(() => {
  "use strict";

  // A link or button is never turned into another one under somebody's finger.
  const isWhole = (node) => node.nodeType !== Node.ELEMENT_NODE || node.matches("a, button");

  function renew(old, fresh) {
    if (old.isEqualNode(fresh)) return;
    if (old.nodeName !== fresh.nodeName || isWhole(old)) {
      old.replaceWith(fresh);
      return;
    }
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const kept = [...old.childNodes];
    const wanted = [...fresh.childNodes];
    for (const [at, child] of wanted.entries()) {
      if (at < kept.length) renew(kept[at], child);
      else old.append(child);
    }
    for (const extra of kept.slice(wanted.length)) extra.remove();
  }

  htmx.defineExtension("renew", {
    isInlineSwap: (style) => style === "renew",
    handleSwap(style, target, fragment) {
      if (style !== "renew") return false;
      const hadFocus = target.contains(document.activeElement);
      if (fragment.firstElementChild) renew(target, fragment.firstElementChild);
      // What had it may be gone, such as the button to pause what has ended.
      if (hadFocus && !target.contains(document.activeElement)) document.getElementById("main").focus();
      return [];
    },
  });
})();
