/* The editor of texts: a variable goes where the cursor stands. Without scripts the button puts it at the end. */
"use strict";
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  const list = document.getElementById(`${button.dataset.insert}-insert`);
  const field = document.getElementById(`${button.dataset.insert}-text`);
  event.preventDefault();
  if (!list.value) return list.focus();
  field.setRangeText(`{${list.value}}`, field.selectionStart, field.selectionEnd, "end");
  list.selectedIndex = 0;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
