/* Draws the rows of a timeline with Frappe Gantt. The list stays: it is what a keyboard, a phone and a reader use. */
"use strict";
(() => {
  const box = document.querySelector("[data-timeline]");
  const list = document.querySelector("[data-timeline-rows]");
  if (!box || !list || !window.Gantt) return;
  const dialog = document.querySelector("[data-timeline-dialog]");
  const tools = document.querySelector("[data-timeline-tools]");
  const wide = window.matchMedia("(min-width: 641px)");
  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const day = (date) =>
    [date.getFullYear(), String(date.getMonth() + 1).padStart(2, "0"), String(date.getDate()).padStart(2, "0")].join("-");
  const words = (date, options) => date.toLocaleDateString("ru-RU", options);
  const changes = (part) => (date, last) => (last && date[part]() === last[part]() ? "" : null);
  const monthOf = (date, last) => changes("getMonth")(date, last) ?? words(date, { month: "long" });
  const rows = [...list.querySelectorAll("li[data-start]")];
  const moverOf = (row) => row.querySelector(".timeline-move");
  const byId = new Map(rows.map((row) => [row.dataset.id, row]));

  // Steps of days only: in steps of months the library tells whole months, whatever the bar's place.
  const scales = [
    { name: "Год", padding: "7d", step: "7d", date_format: "YYYY-MM-DD", column_width: 23, snap_at: "1d",
      lower_text: (date) => String(date.getDate()), upper_text: (date, last) => changes("getMonth")(date, last) ?? words(date, { month: "short" }), thick_line: (date) => date.getDate() <= 7 },
    { name: "Недели", padding: "14d", step: "7d", date_format: "YYYY-MM-DD", column_width: 84, snap_at: "1d",
      lower_text: (date) => words(date, { day: "numeric", month: "short" }), upper_text: monthOf, thick_line: (date) => date.getDate() <= 7 },
    { name: "Дни", padding: "7d", step: "1d", date_format: "YYYY-MM-DD", column_width: 34, snap_at: "1d",
      lower_text: (date) => String(date.getDate()), upper_text: monthOf, thick_line: (date) => date.getDay() === 1 },
  ];

  const tasks = () =>
    rows.map((row) => ({
      id: row.dataset.id,
      name: escaped(row.querySelector(".timeline-name").textContent),
      start: row.dataset.start,
      end: row.dataset.end,
      progress: 0,
      custom_class: `${moverOf(row) ? "bar" : "still"}-${row.dataset.state}`,
    }));

  let chart = null;
  const redraw = () => {
    const inner = box.querySelector(".gantt-container");
    const place = inner && [inner.scrollLeft, inner.scrollTop];
    chart.refresh(tasks());
    if (place) [inner.scrollLeft, inner.scrollTop] = place;
  };

  // The library tells of every step of a drag, in fractions of days: what counts is where the bar was let go.
  let dragged = null;
  document.addEventListener("mouseup", () => {
    if (!dragged) return;
    const id = dragged;
    dragged = null;
    const bar = chart.get_bar(id).$bar;
    const days = (width) => Math.round((width / chart.config.column_width) * chart.config.step);
    const from = (number) =>
      new Date(chart.gantt_start.getFullYear(), chart.gantt_start.getMonth(), chart.gantt_start.getDate() + number);
    const first = days(bar.getX());
    setTimeout(() => ask(id, from(first), from(first + Math.max(1, days(bar.getWidth())) - 1)));
  });

  const ask = (id, start, end) => {
    const row = byId.get(id);
    if (!row || !moverOf(row) || !dialog) return redraw();
    const form = dialog.querySelector("form");
    form.action = moverOf(row).pathname;
    form.querySelector("[data-name]").textContent = row.querySelector(".timeline-name").textContent;
    // A deadline without a beginning has only its last day, however it was dragged.
    form.elements.start.value = "open" in row.dataset ? "" : day(start);
    form.elements.due.value = day(end);
    dialog.showModal();
  };

  const draw = () => {
    if (chart || !wide.matches || !rows.length) return;
    box.hidden = false;
    tools.hidden = false;
    const still = !box.dataset.movable;
    chart = new window.Gantt(box, tasks(), {
      view_modes: scales,
      language: "ru",
      bar_height: 22,
      padding: 10,
      upper_header_height: 24,
      lower_header_height: 24,
      container_height: Math.min(560, 100 + rows.length * 32),
      infinite_padding: false,
      holidays: {},
      today_button: false,
      popup: false,
      readonly_progress: true,
      readonly_dates: still,
      readonly: still,
      scroll_to: "today",
      on_date_change: (task) => (dragged = task.id),
      on_double_click: (task) => byId.get(task.id).querySelector(".timeline-name").click(),
    });
    box.querySelector("svg").setAttribute("aria-hidden", "true");
    const inner = box.querySelector(".gantt-container");
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", "Линия года; то же самое — в списке ниже"]])
      inner.setAttribute(name, value);
  };

  if (dialog) {
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", redraw);
  }
  if (tools) {
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || !chart) return;
      if (button.hasAttribute("data-to-today")) return chart.scroll_current();
      tools.querySelectorAll("[data-scale]").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
      chart.change_view_mode(scales[Number(button.dataset.scale)].name);
    });
  }
  wide.addEventListener("change", draw);
  draw();
})();
