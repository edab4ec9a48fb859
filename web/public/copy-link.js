// The clip page's "Copy link": without this script the field beside it holds the link to copy by hand.
"use strict";
(() => {
  const field = document.querySelector("input.copy-link");
  const button = document.querySelector("button.copy-link-button");
  const status = document.querySelector(".copy-link-status");
  if (!(field instanceof HTMLInputElement) || !(button instanceof HTMLButtonElement) || !status) return;
  field.addEventListener("focus", () => field.select());
  // The clipboard exists only on https and on this computer.
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(field.value).then(
      () => (status.textContent = "Link copied."),
      () => {
        field.select();
        status.textContent = "The browser did not allow it; the link is selected.";
      },
    );
  });
})();
