// While a page of a report is open: what is typed is saved on the server after a pause, and a press of a button is
// carried out as soon as there is a line. Nothing is kept in the browser. Without this script the page works too.
(() => {
  "use strict";
  const line = document.getElementById("kept");
  const form = line && line.closest("form");
  if (!form || !window.fetch) return;
  const words = line.dataset;
  const PAUSE = 3000;
  const AGAIN = [5000, 15000, 60000];
  let typed = false; // something is not saved yet
  let pressed = null; // the button that waits for a line
  let busy = false;
  let stopped = false;
  let tries = 0;
  let timer = 0;

  const say = (text) => {
    line.textContent = text;
  };
  const clock = () =>
    new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const soon = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(post, pause);
  };

  // The browser's own way: the server's page says what there is to say.
  const byTheBrowser = (button) => {
    typed = false;
    stopped = true;
    if (button && button.name) {
      const carried = document.createElement("input");
      carried.type = "hidden";
      carried.name = button.name;
      carried.value = button.value;
      form.append(carried);
    }
    HTMLFormElement.prototype.submit.call(form);
  };

  const stop = (text) => {
    stopped = true;
    say(text);
  };

  async function post() {
    clearTimeout(timer);
    if (busy || stopped) return;
    busy = true;
    const button = pressed;
    const body = new URLSearchParams(new FormData(form));
    if (button && button.name) body.append(button.name, button.value);
    typed = false;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        redirect: "manual",
        credentials: "same-origin",
      });
      if (answer.status >= 500 || answer.status === 429) throw new Error("later");
      tries = 0;
      const ours = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      const told = ours ? await answer.json() : {};
      if (answer.ok && ours) {
        if (form.elements.row_version && told.version) form.elements.row_version.value = told.version;
        if (button && told.next) {
          stopped = true;
          location.assign(told.next);
        } else if (button) byTheBrowser(button);
        else say(words.saved.replace("{time}", clock()));
      } else if (button) byTheBrowser(button);
      else stop(told.clash ? words.clash : words.stopped);
    } catch {
      typed = true;
      say(pressed ? words.unsent : words.unsaved);
      soon(AGAIN[Math.min(tries, AGAIN.length - 1)]);
      tries += 1;
    } finally {
      busy = false;
    }
    if (!stopped && pressed !== button) post();
    else if (!stopped && typed && !tries) soon(PAUSE);
  }

  const changed = () => {
    if (stopped || !("saves" in words)) return;
    typed = true;
    if (!busy && !pressed && !tries) soon(PAUSE);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (stopped || (button && button.hasAttribute("formaction"))) {
      typed = false;
      return;
    }
    event.preventDefault();
    pressed = button || form.querySelector("button");
    post();
  });
  addEventListener("online", () => {
    if (typed || pressed) post();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && typed) post();
  });
  addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });
})();
