// What creating and editing a contact do beside htmx. The form works without any of it.
(() => {
  "use strict";

  const form = document.querySelector("form[data-edit]");
  if (!form) return;
  document.documentElement.classList.add("has-script");
  const knowledge = JSON.parse(document.getElementById("knowledge").textContent);
  const field = (name) => form.elements.namedItem(name);
  const words = form.dataset;
  const made = (tag, facts = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), facts);
    element.append(...children);
    return element;
  };
  const icon = (name) => {
    const sheet = document.querySelector(".icon use").getAttribute("href").split("#")[0];
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawing.setAttribute("class", "icon");
    drawing.setAttribute("aria-hidden", "true");
    drawing.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
    drawing.firstChild.setAttribute("href", `${sheet}#${name}`);
    return drawing;
  };

  // --- the type says what is needed
  const followType = () => {
    const needed = knowledge.required[field("type").value] || [];
    for (const label of form.querySelectorAll("[data-label]")) {
      const name = label.dataset.label;
      const isNeeded = needed.includes(name) || name === "type";
      label.classList.toggle("required", isNeeded);
      const input = document.getElementById(label.htmlFor);
      if (isNeeded) input?.setAttribute("aria-required", "true");
      else input?.removeAttribute("aria-required");
    }
    for (const line of form.querySelectorAll("[data-type]")) {
      line.classList.toggle("explained-other", line.dataset.type !== field("type").value);
    }
  };
  field("type")?.addEventListener("change", followType);

  // --- the country says what the parts of an address are called
  const country = field("address_country");
  country?.addEventListener("change", () => {
    const labels = knowledge.addresses[country.value] || knowledge.addresses[""];
    for (const [name, label] of Object.entries(labels)) {
      form.querySelector(`[data-label="${name}"]`).textContent = label;
    }
  });

  // --- who may be the same, and how a number is read: asked when one of these was typed
  const watched = ["email", "more_emails", "phone", "mobile", "more_numbers", "reference", "customer_number", "address_country"];
  let asking;
  form.addEventListener("change", (event) => {
    const name = event.target.name || event.target.dataset.rowOf;
    if (!watched.includes(name)) return;
    clearTimeout(asking);
    asking = setTimeout(() => htmx.trigger("#doubles", "typed"), 150);
  });
  // Sending the form asks the same.
  form.addEventListener("submit", () => clearTimeout(asking));

  // --- several values of a kind: a row each, kept in the text area, one in each line
  for (const area of form.querySelectorAll("textarea[data-rows]")) {
    const rows = made("div", { className: "rows" });
    const label = form.querySelector(`label[for="${area.id}"]`);
    const write = () => {
      area.value = [...rows.querySelectorAll("input")].map((input) => input.value).join("\n");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const addRow = (value, at) => {
      const input = made("input", { className: "form-control", type: area.dataset.rows, value, autocomplete: "off" });
      input.dataset.rowOf = area.name;
      input.setAttribute("aria-label", label.textContent);
      if (area.hasAttribute("aria-describedby")) input.setAttribute("aria-describedby", area.getAttribute("aria-describedby"));
      if (area.classList.contains("is-invalid")) { input.classList.add("is-invalid"); input.setAttribute("aria-invalid", "true"); }
      const remove = made("button", { type: "button", className: "btn btn-icon" }, icon("x"));
      remove.setAttribute("aria-label", `${knowledge.words.remove}: ${label.textContent}`);
      const line = made("div", { className: "row-line" }, input, remove);
      input.addEventListener("input", write);
      remove.addEventListener("click", () => {
        const next = line.nextElementSibling?.querySelector("input") || more;
        line.remove();
        write();
        input.dispatchEvent(new Event("change"));
        form.dispatchEvent(new Event("change"));
        next.focus();
      });
      rows.insertBefore(line, at);
      return input;
    };
    const more = made("button", { type: "button", className: "btn btn-sm row-add" }, icon("plus"), ` ${knowledge.words.another}`);
    more.addEventListener("click", () => addRow("", more).focus());
    rows.append(more);
    const values = area.value.split("\n").filter((line) => line.trim());
    for (const value of values) addRow(value, more);
    // A link to the field, from its label or from the errors, leads to its rows.
    more.id = area.id;
    area.id = `${area.id}-lines`;
    area.hidden = true;
    area.after(rows);
  }

  // --- tags: chips, and the names that there are while typing
  const area = field("tag_names");
  if (area) {
    const input = made("input", { type: "text", autocomplete: "off", maxLength: 100 });
    const box = made("div", { className: "tag-box" }, input);
    const options = made("datalist", { id: "tag-name-options" });
    const tags = () => area.value.split("\n").map((line) => line.trim()).filter(Boolean);
    const write = (names) => {
      area.value = names.join("\n");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      draw();
    };
    const draw = () => {
      for (const chip of box.querySelectorAll(".tag-chip")) chip.remove();
      for (const name of tags()) {
        const remove = made("button", { type: "button" }, icon("x"));
        remove.setAttribute("aria-label", `${knowledge.words.remove}: ${name}`);
        remove.addEventListener("click", () => { write(tags().filter((one) => one !== name)); input.focus(); });
        box.insertBefore(made("span", { className: "tag-chip" }, name, remove), input);
      }
    };
    const take = () => {
      const name = input.value.trim();
      input.value = "";
      const isThere = tags().some((one) => one.toLowerCase() === name.toLowerCase());
      if (name && !isThere) write([...tags(), name]);
    };
    let asked = 0;
    const suggest = async () => {
      if (!words.tagNames) return;
      const turn = ++asked;
      const answer = await fetch(`${words.tagNames}?q=${encodeURIComponent(input.value.trim())}`);
      if (answer.ok && turn === asked) options.innerHTML = await answer.text();
    };
    let waiting;
    input.addEventListener("input", (event) => {
      // A name that was chosen from the list comes whole.
      if (event.inputType === "insertReplacementText" || !event.inputType) return take();
      clearTimeout(waiting);
      waiting = setTimeout(suggest, 150);
    });
    input.addEventListener("focus", suggest, { once: true });
    input.addEventListener("blur", take);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && input.value.trim()) { event.preventDefault(); take(); }
      if (event.key === "Backspace" && !input.value) write(tags().slice(0, -1));
    });
    // Ctrl and Enter save: what stands in the box is meant, too.
    form.addEventListener("submit", take);
    input.id = area.id;
    area.id = `${area.id}-lines`;
    area.hidden = true;
    input.setAttribute("list", options.id);
    input.setAttribute("aria-describedby", "tag-names-hint");
    const hint = document.getElementById(`${input.id}_helptext`);
    if (hint) { hint.id = "tag-names-hint"; hint.textContent = knowledge.words.tagHint; }
    area.after(box, options);
    draw();
  }

  // --- the picture: by file, drop, paste or address, shown whole before it is sent
  const picture = form.querySelector("[data-picture]");
  if (picture) {
    const file = field("thumbnail");
    const source = field("thumbnail_source");
    const frame = picture.querySelector(".picture-frame");
    const fault = document.getElementById("id_thumbnail_error");
    const clear = field("thumbnail-clear");
    const before = frame.innerHTML;
    const say = (text) => { fault.textContent = text; file.classList.toggle("is-invalid", Boolean(text)); };
    const show = () => {
      const [chosen] = file.files;
      say("");
      if (!chosen) { frame.innerHTML = before; return; }
      if (!file.accept.split(",").includes(chosen.type)) { file.value = ""; frame.innerHTML = before; return say(picture.dataset.noPicture); }
      if (chosen.size > knowledge.most_bytes) { file.value = ""; frame.innerHTML = before; return say(picture.dataset.tooHeavy); }
      const reader = new FileReader();
      reader.addEventListener("load", () => {
        frame.replaceChildren(made("img", { className: "picture-shown", src: reader.result, alt: knowledge.words.chosen }));
      });
      reader.readAsDataURL(chosen);
      field("kept_picture").value = "";
      source.value = "";
      if (clear) { clear.checked = false; picture.classList.remove("is-removed"); }
    };
    const give = (transfer) => {
      const [found] = [...transfer.files].filter((one) => one.type.startsWith("image/"));
      const address = transfer.getData("text/uri-list") || transfer.getData("text/plain");
      if (found) {
        const chosen = new DataTransfer();
        chosen.items.add(found);
        file.files = chosen.files;
        file.dispatchEvent(new Event("input", { bubbles: true }));
        show();
      } else if (transfer.files.length) {
        say(picture.dataset.noPicture);
      } else if (/^https?:\/\//.test(address)) {
        source.value = address.split("\n")[0].trim();
        source.dispatchEvent(new Event("input", { bubbles: true }));
      }
    };
    file.addEventListener("change", show);
    clear?.addEventListener("change", () => picture.classList.toggle("is-removed", clear.checked));
    for (const name of ["dragover", "dragleave", "drop"]) {
      picture.addEventListener(name, (event) => {
        event.preventDefault();
        frame.classList.toggle("is-over", name === "dragover");
        if (name === "drop") give(event.dataTransfer);
      });
    }
    document.addEventListener("paste", (event) => {
      const hasPicture = [...event.clipboardData.files].some((one) => one.type.startsWith("image/"));
      if (!hasPicture) return;
      event.preventDefault();
      give(event.clipboardData);
    });
  }
})();
