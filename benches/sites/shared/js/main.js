import { toggled } from "./toggle.js";

document.querySelector(".toc")?.addEventListener("dblclick", (event) => {
  event.currentTarget.hidden = toggled(event.currentTarget.hidden);
});
