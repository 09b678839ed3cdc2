/* What a page gains when scripts run. Every page works without them: a link, a form, a full reload. */
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const on = (type, handler, options) => document.addEventListener(type, handler, options);
  const number = (value) => (value >= 10000 ? value.toLocaleString("ru-RU") : String(value));

  // The drawer of a phone: :target opens it without scripts, here it also takes focus and closes with Esc.
  const nav = document.getElementById("nav");
  const setNav = (open) => {
    if (!nav) return;
    nav.classList.toggle("open", open);
    document.querySelectorAll("[data-nav-open]").forEach((link) => link.setAttribute("aria-expanded", String(open)));
    const target = open ? nav.querySelector("[data-nav-close]") : document.querySelector("[data-nav-open]");
    if (target) target.focus();
  };
  on("click", (event) => {
    const link = event.target.closest("[data-nav-open],[data-nav-close]");
    if (!link) return;
    event.preventDefault();
    setNav(link.hasAttribute("data-nav-open"));
  });

  // Menus close when one looks elsewhere.
  const closeMenus = (except) =>
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => menu !== except && menu.removeAttribute("open"));
  on("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  on("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-menu][open]");
    if (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    } else if (nav && nav.classList.contains("open")) setNav(false);
  });

  // Rows picked in a list: the bar says how many the press will touch. «Все по отбору» travels as the filter.
  const refreshBulk = (form) => {
    const bar = form.querySelector(".bulk");
    if (!bar) return;
    const picks = [...form.querySelectorAll("input.pick[name=pk]")];
    const picked = picks.filter((box) => box.checked).length;
    const all = bar.querySelector("[data-pick-filter]");
    const everything = Boolean(all && all.checked);
    const page = form.querySelector("[data-pick-page]");
    if (page) {
      page.checked = picks.length > 0 && picked === picks.length;
      page.indeterminate = picked > 0 && picked < picks.length;
    }
    bar.classList.toggle("on", everything || picked > 0);
    const text = bar.querySelector("[data-picked]");
    if (text) text.textContent = everything ? `Выбраны все ${number(Number(all.dataset.total))}` : `Отмечено ${picked}`;
  };
  on("change", (event) => {
    const form = event.target.closest("form[data-bulk]");
    if (!form) return;
    if (event.target.matches("[data-pick-page]"))
      form.querySelectorAll("input.pick[name=pk]").forEach((box) => (box.checked = event.target.checked));
    if (event.target.matches("input.pick")) {
      const all = form.querySelector("[data-pick-filter]");
      if (all && !event.target.checked) all.checked = false;
    }
    refreshBulk(form);
  });
  const refreshAllBulk = () => document.querySelectorAll("form[data-bulk]").forEach(refreshBulk);
  on("htmx:afterSettle", refreshAllBulk);

  // Long forms do not lose what was typed: leaving asks once.
  const guarded = new Set();
  on("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) guarded.add(form);
  });
  window.addEventListener("beforeunload", (event) => {
    if (guarded.size) event.preventDefault();
  });

  // A second press of the same button sends nothing: the first answer is on its way.
  on("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    guarded.delete(form);
    if (form.hasAttribute("data-again")) return;
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
    refreshAllBulk();
  });

  // Printing and copying need scripts, so their buttons appear only with them.
  on("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const copy = event.target.closest("[data-copy]");
    if (!copy) return;
    const field = document.querySelector(copy.dataset.copy);
    field.select();
    const say = () => (copy.textContent = "Скопировано");
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(say, () => document.execCommand("copy") && say());
    else if (document.execCommand("copy")) say();
  });

  // A part of a page that could not be renewed says so instead of staying silently old.
  const tell = (text) => {
    const place = document.getElementById("messages");
    if (!place) return;
    const note = document.createElement("div");
    note.className = "note note-error";
    note.setAttribute("role", "alert");
    note.append(Object.assign(document.createElement("p"), { textContent: text }));
    place.replaceChildren(note);
  };
  on("htmx:sendError", () => tell("Нет связи с порталом. Проверьте подключение: введённое на странице не пропало."));
  on("htmx:responseError", (event) => {
    if (event.detail.xhr.status !== 403) return tell("Не удалось обновить список. Перезагрузите страницу.");
    return tell("Доступ изменился. Перезагрузите страницу.");
  });

  // Errors of a form are read first.
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
})();
