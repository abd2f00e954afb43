// What scripts add to the help page: leaving fast, the person's own text size, and being there offline.
// The page is complete without it.

import { watchLeave } from "./leave.js";

const link = document.getElementById("leave");
if (link) watchLeave(link, () => true);
// For browsers that do not let the stylesheet ask.
document.documentElement.classList.add("with-scripts");

try {
  const look = JSON.parse(localStorage.getItem("look") ?? "null");
  if (["large", "largest"].includes(look?.text_size)) document.documentElement.dataset.text = look.text_size;
  if (look?.reading === "easy") document.body.classList.add("easy");
} catch {
  // The usual look is good too.
}

navigator.serviceWorker?.register("sw.js", { scope: "./" }).catch(() => undefined);
