/* A queue of documents by keyboard: the arrows open the next one, letters open what may be done with it. */
"use strict";
(() => {
  const links = [...document.querySelectorAll(".queue a")];
  const here = links.findIndex((link) => link.getAttribute("aria-current") === "true");
  const sheets = { KeyR: "r", KeyS: "s" };
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input,textarea,select,button,summary,[contenteditable]")) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && links[here + step]) {
      event.preventDefault();
      links[here + step].click();
    }
    const sheet = sheets[event.code] && document.querySelector(`[data-sheet="${sheets[event.code]}"]`);
    if (sheet) {
      event.preventDefault();
      sheet.open = true;
      const field = sheet.querySelector("textarea,input:not([type=hidden])");
      if (field) field.focus();
    }
  });
})();
