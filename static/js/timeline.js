/* Draws the rows of a timeline with Frappe Gantt. The list stays: it is what a keyboard, a phone and a reader use. */
"use strict";
(() => {
  const box = document.querySelector("[data-timeline]");
  const list = document.querySelector("[data-timeline-rows]");
  if (!box || !list || !window.Gantt) return;
  const dialog = document.querySelector("[data-timeline-dialog]");
  const tools = document.querySelector("[data-timeline-tools]");
  const wide = window.matchMedia("(min-width: 641px)");
  const day = (date) =>
    [date.getFullYear(), String(date.getMonth() + 1).padStart(2, "0"), String(date.getDate()).padStart(2, "0")].join("-");
  const words = (date, options) => date.toLocaleDateString("ru-RU", options);
  const changes = (part) => (date, last) => (last && date[part]() === last[part]() ? "" : null);
  const monthOf = (date, last) => changes("getMonth")(date, last) ?? words(date, { month: "long" });
  const rows = [...list.querySelectorAll("li[data-start]")];
  const moverOf = (row) => row.querySelector(".timeline-move");
  const byId = new Map(rows.map((row) => [row.dataset.id, row]));

  // The whole year in the width that there is: as many weeks as the bars take, narrow ones without their numbers.
  const DAY = 86400000;
  const LEGIBLE = 20;
  const ends = rows.flatMap((row) => [Date.parse(row.dataset.start), Date.parse(row.dataset.end)]);
  const length = Math.max(...ends) - Math.min(...ends) + 15 * DAY;
  const several = length > 420 * DAY;
  const fitting = (width) => Math.max(9, width / (Math.ceil(length / (7 * DAY)) + 1));
  const shortMonth = (date, last) => {
    if (last && date.getMonth() === last.getMonth()) return "";
    if (several && date.getMonth() === 0) return String(date.getFullYear());
    return words(date, { month: "short" }).slice(0, scales[0].column_width < 13 ? 3 : 9);
  };

  // Steps of days only: in steps of months the library tells whole months, whatever the bar's place.
  const scales = [
    { name: "Год", padding: "7d", step: "7d", date_format: "YYYY-MM-DD", column_width: 23, snap_at: "1d",
      lower_text: (date) => (scales[0].column_width < LEGIBLE ? "" : String(date.getDate())),
      upper_text: shortMonth, thick_line: (date) => date.getDate() <= 7 },
    { name: "Недели", padding: "14d", step: "7d", date_format: "YYYY-MM-DD", column_width: 84, snap_at: "1d",
      lower_text: (date) => words(date, { day: "numeric", month: "short" }), upper_text: monthOf, thick_line: (date) => date.getDate() <= 7 },
    { name: "Дни", padding: "7d", step: "1d", date_format: "YYYY-MM-DD", column_width: 34, snap_at: "1d",
      lower_text: (date) => String(date.getDate()), upper_text: monthOf, thick_line: (date) => date.getDay() === 1 },
  ];

  const tasks = () =>
    rows.map((row) => ({
      id: row.dataset.id,
      name: "", // names stand in a column of their own, where none covers another
      start: row.dataset.start,
      end: row.dataset.end,
      progress: 0,
      custom_class: `${moverOf(row) ? "bar" : "still"}-${row.dataset.state}`,
    }));

  let chart = null;

  // The day is the institution's, not that of this computer, which the library goes by.
  const today = new Date(`${box.dataset.today}T00:00`);
  const mark = () => {
    const inner = box.querySelector(".gantt-container");
    inner.querySelectorAll(".timeline-today").forEach((old) => old.remove());
    if (today < chart.gantt_start || today > chart.gantt_end) return;
    const days = Math.round((today - chart.gantt_start) / DAY);
    const place = ((days + 0.5) / chart.config.step) * chart.config.column_width;
    const sign = (name, parent) => {
      const made = document.createElement("div");
      made.className = name;
      made.style.left = `${place}px`;
      parent.append(made);
      return made;
    };
    sign("timeline-today", inner).style.height = `${chart.grid_height - HEAD}px`;
    const word = sign("timeline-today timeline-today-word", inner.querySelector(".grid-header"));
    word.textContent = "сегодня";
    word.classList.toggle("above", chart.config.column_width >= LEGIBLE); // below are the numbers of weeks
  };
  const toToday = () => {
    const first = new Date(today);
    first.setDate(first.getDate() - 3 * chart.config.step);
    const place = (first - chart.gantt_start) / DAY / chart.config.step;
    box.querySelector(".gantt-container").scrollLeft = place * chart.config.column_width;
  };

  const HEAD = 58;
  const ROW = 38;
  const nameColumn = () => {
    const column = document.createElement("div");
    column.className = "timeline-names";
    column.setAttribute("aria-hidden", "true"); // the list below says it all
    column.append(document.createElement("div"));
    for (const row of rows) {
      const link = document.createElement("a");
      const own = row.querySelector(".timeline-name");
      [link.href, link.title, link.tabIndex] = [own.href, own.textContent, -1];
      link.append(row.querySelector(".state-icon").cloneNode(true), ` ${own.textContent}`);
      column.append(link);
    }
    return column;
  };

  const redraw = () => {
    const inner = box.querySelector(".gantt-container");
    const place = inner && [inner.scrollLeft, inner.scrollTop];
    chart.refresh(tasks());
    if (place) [inner.scrollLeft, inner.scrollTop] = place;
    mark();
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
    const names = nameColumn();
    const drawing = document.createElement("div");
    drawing.className = "timeline-drawing";
    box.append(names, drawing);
    scales[0].column_width = fitting(drawing.clientWidth);
    chart = new window.Gantt(drawing, tasks(), {
      view_modes: scales,
      language: "ru",
      bar_height: 22,
      padding: ROW - 22,
      upper_header_height: 24,
      lower_header_height: 24,
      container_height: Math.min(660, HEAD + 22 + rows.length * ROW),
      infinite_padding: false,
      holidays: {},
      today_button: false,
      popup: false,
      readonly_progress: true,
      readonly_dates: still,
      readonly: still,
      scroll_to: "start",
      on_date_change: (task) => (dragged = task.id),
      on_double_click: (task) => byId.get(task.id).querySelector(".timeline-name").click(),
    });
    box.querySelector("svg").setAttribute("aria-hidden", "true");
    const inner = box.querySelector(".gantt-container");
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", "Линия года; то же самое — в списке ниже"]])
      inner.setAttribute(name, value);
    inner.addEventListener("scroll", () => (names.scrollTop = inner.scrollTop), { passive: true });
    names.addEventListener("wheel", (event) => {
      const before = inner.scrollTop;
      inner.scrollTop += event.deltaY;
      if (inner.scrollTop !== before) event.preventDefault(); // at its ends the page goes on
    });
    names.style.height = `${inner.offsetHeight}px`;
    mark();
    if (inner.scrollWidth > inner.clientWidth + 40) toToday();

    let width = drawing.clientWidth;
    new ResizeObserver(() => {
      if (drawing.clientWidth === width || !drawing.clientWidth) return;
      width = drawing.clientWidth;
      scales[0].column_width = fitting(width);
      if (chart.config.view_mode.name === scales[0].name) chart.change_view_mode(scales[0].name);
      mark();
    }).observe(drawing);
  };

  if (dialog) {
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", redraw);
  }
  if (tools) {
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || !chart) return;
      if (button.hasAttribute("data-to-today")) return toToday();
      tools.querySelectorAll("[data-scale]").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
      chart.change_view_mode(scales[Number(button.dataset.scale)].name);
      mark();
      toToday();
    });
  }
  wide.addEventListener("change", draw);
  draw();
})();
