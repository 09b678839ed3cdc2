// A mentee's card dragged to another mentor opens the page of choices, where the loss is shown before anything changes.
(() => {
  "use strict";
  let address = "";
  const row = (event) => event.target.closest("[data-match-mentor]");
  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest("[data-match-pair]");
    if (!card) return;
    address = card.dataset.matchPair;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", address);
  });
  document.addEventListener("dragover", (event) => {
    if (!address || !row(event)) return;
    event.preventDefault();
    document.querySelectorAll(".match-row.over").forEach((one) => one !== row(event) && one.classList.remove("over"));
    row(event).classList.add("over");
  });
  document.addEventListener("drop", (event) => {
    const to = row(event);
    if (!address || !to) return;
    event.preventDefault();
    window.location.assign(`${address}?mentor=${to.dataset.matchMentor}`);
  });
  document.addEventListener("dragend", () => {
    address = "";
    document.querySelectorAll(".match-row.over").forEach((one) => one.classList.remove("over"));
  });
})();
