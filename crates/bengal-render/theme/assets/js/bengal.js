// Tabs, copy buttons, the appearance switch, closing of menus, and the mark in the table of contents. Every page works without it.
(() => {
  "use strict";
  const root = document.documentElement;

  const remember = (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // No storage: the choice holds for this page.
    }
  };

  const recall = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };

  // Appearance: the button switches to the other of what is shown.
  for (const button of document.querySelectorAll("[data-appearance-toggle]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = root.dataset.appearance ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      root.dataset.appearance = shown === "dark" ? "light" : "dark";
      remember("appearance", root.dataset.appearance);
    });
  }

  // Menus close when something else is clicked, or with Escape.
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll(".menu-group[open]")) if (menu !== except) menu.open = false;
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest(".menu-group")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus(null);
  });

  // Tabs (ARIA Authoring Practices, "Tabs", automatic activation). Sets with one sync key choose together, by the title of the tab.
  const sets = [];
  for (const set of document.querySelectorAll("[data-bengal=tabs]")) {
    const list = set.querySelector(".tab-nav");
    const tabs = [...(list?.querySelectorAll("[data-tab-target]") ?? [])];
    const panes = tabs.map((tab) => document.getElementById(tab.dataset.tabTarget));
    if (!tabs.length || panes.includes(null)) continue;
    const enabled = (tab) => tab.getAttribute("aria-disabled") !== "true";
    const choose = (chosen) => {
      tabs.forEach((tab, at) => {
        const on = tab === chosen;
        tab.setAttribute("aria-selected", String(on));
        tab.tabIndex = on ? 0 : -1;
        tab.closest("li")?.classList.toggle("active", on);
        panes[at].classList.toggle("active", on);
      });
    };
    const key = set.dataset.sync;
    const title = (tab) => tab.dataset.syncValue ?? tab.textContent.trim();
    const chooseAll = (tab) => {
      choose(tab);
      if (!key || key === "none") return;
      const before = set.getBoundingClientRect().top;
      for (const other of sets) if (other.key === key && other.set !== set) other.chooseTitle(title(tab));
      window.scrollBy({ top: set.getBoundingClientRect().top - before, behavior: "instant" });
      remember(`tabs.${key}`, title(tab));
    };
    list.setAttribute("role", "tablist");
    tabs.forEach((tab, at) => {
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panes[at].id);
      tab.closest("li")?.setAttribute("role", "presentation");
      tab.id ||= `${panes[at].id}-tab`;
      panes[at].setAttribute("role", "tabpanel");
      panes[at].setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", (event) => {
        event.preventDefault();
        if (enabled(tab)) chooseAll(tab);
      });
      tab.addEventListener("keydown", (event) => {
        const usable = tabs.filter(enabled);
        const here = usable.indexOf(tab);
        const next = { ArrowRight: here + 1, ArrowLeft: here - 1 + usable.length, Home: 0, End: usable.length - 1 }[event.key];
        if (next === undefined) return;
        event.preventDefault();
        const target = usable[next % usable.length];
        chooseAll(target);
        target.focus();
      });
    });
    choose(tabs.find((tab) => tab.closest("li")?.classList.contains("active")) ?? tabs.find(enabled) ?? tabs[0]);
    const chooseTitle = (wanted) => {
      const tab = tabs.find((tab) => enabled(tab) && title(tab) === wanted);
      if (tab) choose(tab);
    };
    sets.push({ set, key, chooseTitle });
    const before = key && key !== "none" ? recall(`tabs.${key}`) : null;
    if (before) chooseTitle(before);
    const inside = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const at = inside ? panes.findIndex((pane) => pane.contains(inside)) : -1;
    if (at >= 0) {
      choose(tabs[at]);
      inside.scrollIntoView();
    }
  }

  // Copy buttons, where the browser lets pages write to the clipboard. Line numbers and removed lines are not copied.
  if (navigator.clipboard) {
    for (const block of document.querySelectorAll(".code-block-body")) {
      const code = block.querySelector("pre code");
      if (!code) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "code-copy";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        const copy = code.cloneNode(true);
        for (const part of copy.querySelectorAll(".linenos, .diff-del")) part.remove();
        try {
          await navigator.clipboard.writeText(copy.textContent);
          button.textContent = "Copied";
        } catch {
          button.textContent = "Not allowed";
        }
        button.classList.add("done");
        setTimeout(() => {
          button.textContent = "Copy";
          button.classList.remove("done");
        }, 1600);
      });
      block.append(button);
    }
  }

  // The table of contents marks the section that is read.
  const links = new Map();
  for (const link of document.querySelectorAll(".toc a[href^='#']")) links.set(decodeURIComponent(link.hash.slice(1)), link);
  if (links.size && "IntersectionObserver" in window) {
    const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    const mark = () => {
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight * 0.3);
      const current = passed.at(-1) ?? headings[0];
      for (const [id, link] of links) {
        if (id === current?.id) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -70% 0px" });
    for (const heading of headings) observer.observe(heading);
    mark();
  }

  // The current page's entry is in view in a long tree.
  const sidebar = document.querySelector(".sidebar");
  const current = sidebar?.querySelector(".nav-tree a[aria-current]");
  if (current && sidebar.scrollHeight > sidebar.clientHeight) {
    const offset = current.getBoundingClientRect().top - sidebar.getBoundingClientRect().top;
    if (offset > sidebar.clientHeight * 0.8) sidebar.scrollTop = offset - sidebar.clientHeight / 2;
  }
})();
