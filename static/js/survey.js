/* A questionnaire with scripts: each answer is kept as it is given, questions that do not apply step aside.
   Without this file the same pages work by their buttons alone. */
"use strict";
(() => {
  const form = document.getElementById("survey");
  // --- the browser's own copy: until the portal has the answers, and for a sheet without a name until it is sent ---
  const HOURS = 24;
  const copies = {
    get: (key) => {
      try {
        const kept = JSON.parse(localStorage.getItem(key));
        return kept && Date.now() - kept.at < HOURS * 3600000 ? kept.fields : null;
      } catch {
        return null;
      }
    },
    set: (key, fields) => {
      try {
        if (fields) localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
        else localStorage.removeItem(key);
      } catch {
        // A browser that keeps nothing (private mode, no room) still sends.
      }
    },
  };
  const link = location.pathname.match(/^\/s\/[^/]+\//);
  if (document.querySelector("[data-survey-done]") && link) {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith(`survey:${link[0]}`)).forEach((key) => localStorage.removeItem(key));
    } catch {
      // Nothing was kept.
    }
  }
  if (!form) return;
  // An anonymous sheet and a preview keep nothing on the portal.
  const keeps = Boolean(form.dataset.save);
  const state = document.querySelector("[data-state]");
  const boxes = [...form.querySelectorAll("[data-item]")];
  const fieldsOf = (box) => [...box.querySelectorAll("input[name],textarea[name],select[name]")];

  // One copy for a screen: every field that is not saved yet, or, without drafts on the portal, the whole sheet.
  const copyKey = link && (keeps || form.hasAttribute("data-sheet")) ? `survey:${form.getAttribute("action")}` : "";
  const fieldsNow = (items) =>
    boxes.filter((box) => !items || items.includes(box.dataset.item)).flatMap((box) =>
      fieldsOf(box).map((field) => (field.type === "radio" || field.type === "checkbox" ? [field.name, field.value, field.checked] : [field.name, field.value])),
    );
  const putBack = (fields) => {
    const touched = new Set();
    const places = {};
    fields.forEach(([name, value, checked]) => {
      // Several lists of one name stand in the order of preference: each takes its own value back.
      const wanted = checked === undefined ? (places[name] = (places[name] ?? -1) + 1) : -1;
      let met = -1;
      boxes.forEach((box) =>
        fieldsOf(box).forEach((field) => {
          if (field.name !== name) return;
          met += 1;
          if (wanted >= 0 && met !== wanted) return;
          if (checked !== undefined) {
            if (field.value !== value || field.checked === checked) return;
            field.checked = checked;
          } else {
            if (field.value === value) return;
            field.value = value;
          }
          touched.add(box.dataset.item);
        }),
      );
    });
    return touched;
  };

  // --- what applies ---
  const codes = (box) =>
    fieldsOf(box)
      .filter((field) => (field.type === "radio" || field.type === "checkbox" ? field.checked : field.value.trim() && !field.dataset.other))
      .map((field) => field.value.trim());
  const holds = (rule, given) => {
    if (rule.group) return rule.parts[rule.group === "all" ? "every" : "some"]((part) => holds(part, given));
    const have = given[rule.item] || [];
    if (!have.length) return false;
    if (rule.op === "at_least" || rule.op === "at_most") {
      const number = Number(have[0].replace(",", "."));
      return rule.op === "at_least" ? number >= rule.value : number <= rule.value;
    }
    const wanted = [].concat(rule.value).map((value) => (value === true ? "yes" : value === false ? "no" : String(value)));
    const met = have.some((value) => wanted.includes(value));
    return rule.op === "is" || rule.op === "any_of" ? met : !met;
  };
  const arrange = () => {
    // Words of «другое» count only while it is chosen; they come back when it is chosen again.
    form.querySelectorAll("[data-other]").forEach((field) => (field.disabled = !document.getElementById(field.dataset.other).checked));
    const given = {};
    boxes.forEach((box) => {
      const rule = box.dataset.showIf;
      const off = Boolean(rule) && !holds(JSON.parse(rule), given);
      box.classList.toggle("off", off);
      if (!off) given[box.dataset.item] = codes(box);
    });
  };

  // --- keeping ---
  const waiting = new Set();
  let sending = false;
  let leaving = false;
  let closed = false;
  let pause = 0;
  let timer = 0;
  const say = (text, bad) => {
    if (!state) return;
    state.textContent = text;
    state.classList.toggle("bad", Boolean(bad));
  };
  const pack = (items) => {
    const body = new URLSearchParams();
    boxes.filter((box) => items.includes(box.dataset.item)).forEach((box) => {
      body.append("item", box.dataset.item);
      fieldsOf(box).forEach((field) => {
        if (field.disabled || ((field.type === "radio" || field.type === "checkbox") && !field.checked)) return;
        body.append(field.name, field.value);
      });
    });
    return body;
  };
  const mark = (errors, items) =>
    boxes.filter((box) => items.includes(box.dataset.item)).forEach((box) => {
      const text = errors[box.dataset.item] || "";
      const id = `q-${box.dataset.item}-error`;
      let place = document.getElementById(id);
      if (!text) {
        if (place) place.remove();
        box.classList.remove("wrong");
        return;
      }
      if (!place) {
        place = Object.assign(document.createElement("p"), { id, className: "field-error" });
        box.querySelector(".q-text").after(place);
      }
      place.textContent = text;
      box.classList.add("wrong");
    });
  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  };
  const send = async () => {
    if (sending || leaving || closed || !waiting.size) return;
    const items = [...waiting];
    waiting.clear();
    sending = true;
    try {
      const answer = await fetch(form.dataset.save, { method: "POST", body: pack(items), credentials: "omit" });
      if (answer.status === 409) {
        closed = true;
        say("Ответы больше не принимаются. Обновите страницу.", true);
      } else if (answer.status === 413 || answer.status === 400) {
        say("Ответ слишком большой: сократите его.", true);
      } else if (!answer.ok) {
        throw new Error(String(answer.status));
      } else {
        const kept = await answer.json();
        pause = 0;
        if (!waiting.size) copies.set(copyKey, null);
        mark(kept.errors, items);
        say(Object.keys(kept.errors).length ? "Не всё сохранено: посмотрите на отмеченный вопрос" : `Черновик сохранён в ${kept.saved}`, Object.keys(kept.errors).length);
      }
    } catch {
      items.forEach((item) => waiting.add(item));
      pause = Math.min(30000, pause ? pause * 2 : 2000);
      say("Нет связи. Ответы сохранены в этом браузере и отправятся, когда связь появится", true);
    } finally {
      sending = false;
      if (waiting.size) later(pause || 100);
    }
  };
  const touch = (field, delay) => {
    const box = field.closest("[data-item]");
    if (!box) return;
    if (!keeps) {
      if (copyKey) copies.set(copyKey, fieldsNow());
      return;
    }
    waiting.add(box.dataset.item);
    if (copyKey) copies.set(copyKey, fieldsNow([...waiting]));
    later(delay);
  };

  // --- words of «другое», counters ---
  const count = (field) => {
    const limit = Number(field.dataset.limit);
    const length = [...field.value.trim()].length;
    let place = field.parentElement.querySelector(".counter");
    if (length < limit * 0.8) {
      if (place) place.remove();
      return;
    }
    if (!place) {
      place = Object.assign(document.createElement("p"), { className: "counter" });
      field.after(place);
    }
    place.textContent = `${length} из ${limit}`;
  };

  form.addEventListener("change", (event) => {
    arrange();
    touch(event.target, 0);
  });
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.dataset.limit) count(field);
    if (field.matches("textarea,input[type=text],input[type=date]")) {
      arrange();
      touch(field, 900);
    }
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine === false) {
      // The browser's own page of an error would take the answers' place.
      event.preventDefault();
      if (copyKey) copies.set(copyKey, fieldsNow());
      say("Нет связи. Ответы сохранены в этом браузере: нажмите ещё раз, когда связь появится", true);
      return;
    }
    if (copyKey && !keeps) copies.set(copyKey, fieldsNow());
    leaving = true;
  });
  window.addEventListener("online", () => later(0));
  // The last words before the page is left: a request that outlives it.
  window.addEventListener("pagehide", () => {
    if (!leaving && !closed && waiting.size) fetch(form.dataset.save, { method: "POST", body: pack([...waiting]), credentials: "omit", keepalive: true }).catch(() => {});
  });
  window.addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted) location.reload();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && waiting.size && pause) event.preventDefault();
  });
  const left = copyKey && !document.querySelector("[data-error-summary]") ? copies.get(copyKey) : null;
  if (left) {
    const back = putBack(left);
    if (back.size) say("Восстановили ответы, которые не успели отправиться");
    if (keeps && back.size) {
      back.forEach((item) => waiting.add(item));
      later(0);
    } else if (keeps) copies.set(copyKey, null);
  }
  arrange();
  form.querySelectorAll("[data-limit]").forEach(count);
})();
