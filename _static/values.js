/* A figure tells its values to who points at it, taps it or walks through it with the arrow keys. Without this script
   the picture stays as it is. What is said, and where it stands in each drawing, is one file a figure, made where the
   figure was drawn (analysis/report/author/values.py) and loaded when a reader comes to the picture: a script, because a
   page from the disk may load no JSON. Nothing here formats a number. */
(function () {
  "use strict";

  const ROOT = new URL("../", document.currentScript.src); // the folder that holds _static
  const GAP = 10; // px between card and what it speaks of
  const HEAD = 60; // px of the window that the head of the page covers
  const REACH = 40; // px from a place at which it still answers, or as far as the next place
  const LEAP = 10; // places that a page key passes
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: LEAP, PageUp: -LEAP };
  const loading = {};
  let shown; // the figure whose card is open

  function element(name, properties, ...children) {
    const made = document.createElement(name);
    Object.entries(properties || {}).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...children.filter(Boolean));
    return made;
  }

  function load(name) {
    const known = () => (window.reportValues || {})[name];
    loading[name] =
      loading[name] ||
      new Promise((resolve) => {
        const script = element("script", { src: new URL(`_static/values/${name}.js`, ROOT).href });
        script.addEventListener("load", () => resolve(known()));
        script.addEventListener("error", () => resolve(undefined));
        document.head.append(script);
      });
    return loading[name];
  }

  class Figure {
    constructor(figure) {
      this.name = figure.id;
      this.images = figure.querySelector(".report-images");
      this.narrow = window.matchMedia(figure.querySelector("picture source").media);
      const number = figure.querySelector(".caption-number");
      const title = number ? number.textContent.trim() : figure.querySelector(".report-title").textContent.trim();
      this.cursor = element("div", {
        class: "values-cursor", role: "slider", tabindex: "0", "aria-label": `Values of ${title}`,
        "aria-valuemin": "1", "aria-valuemax": "1", "aria-valuenow": "1", "aria-valuetext": "arrow keys move from value to value",
      });
      this.mark = element("div", { class: "values-mark", hidden: "" });
      this.card = element("div", { class: "values-card", hidden: "", "aria-hidden": "true" });
      this.said = element("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
      this.images.append(this.mark, this.cursor, this.card, this.said);
      this.listen();
    }

    listen() {
      const { images, cursor } = this;
      images.addEventListener("pointerenter", () => this.ready(), { once: true });
      images.addEventListener("pointermove", (event) => this.point(event));
      images.addEventListener("click", (event) => this.point(event));
      // A finger that leaves has finished pointing, and wants to read.
      images.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && document.activeElement !== cursor && this.hide());
      cursor.addEventListener("focus", () => this.ready().then(() => this.data && document.activeElement === cursor && this.show(this.at || 0)));
      cursor.addEventListener("blur", () => this.hide());
      cursor.addEventListener("keydown", (event) => this.key(event));
      this.narrow.addEventListener("change", () => this.hide());
    }

    /* All places of all panels, in the order in which keys walk through them. */
    async ready() {
      if (this.data) return;
      this.data = await load(this.name);
      if (!this.data) return;
      this.stops = this.data.panels.flatMap((panel, number) => panel.places.map((_, place) => [number, place]));
      this.cursor.setAttribute("aria-valuemax", this.stops.length);
    }

    /* Where the drawing that is shown lies in its box, and how much larger it is than it was made. */
    drawing() {
      const layout = this.narrow.matches ? "narrow" : "wide";
      const image = [...this.images.querySelectorAll("img")].find((one) => one.getClientRects().length);
      const [box, around] = [image.getBoundingClientRect(), this.images.getBoundingClientRect()];
      return { layout, scale: box.width / this.data.sizes[layout][0], left: box.left - around.left, top: box.top - around.top, around };
    }

    async point(event) {
      await this.ready();
      if (!this.data) return;
      const { layout, scale, left, top, around } = this.drawing();
      const x = (event.clientX - around.left - left) / scale;
      const y = (event.clientY - around.top - top) / scale;
      const away = (value, start, length) => Math.max(start - value, 0, value - start - length);
      const distance = ({ at }) => {
        const [across, down, width, height] = at[layout].box;
        return Math.hypot(away(x, across, width), away(y, down, height));
      };
      const nearest = (values) => values.reduce((best, value, number) => (value < values[best] ? number : best), 0);
      const number = nearest(this.data.panels.map(distance));
      const panel = this.data.panels[number];
      const { places, above } = panel.at[layout];
      const gaps = places.slice(1).map((one, before) => one - places[before]);
      const row = Math.min(...gaps); // the room of a row, with its name where that stands above its marks
      const apart = places.map((one) => Math.abs(panel.rows ? one - (gaps.length ? (above - 0.5) * row : 0) - y : one - x));
      const place = nearest(apart);
      const reach = panel.rows && gaps.length ? 0.75 * row : Math.max(REACH / scale, ...gaps);
      if (apart[place] > reach) this.hide(); // what is drawn there has no value to tell
      else this.show(this.stops.findIndex((stop) => stop[0] === number && stop[1] === place));
    }

    key(event) {
      if (!this.data || event.altKey || event.ctrlKey || event.metaKey) return;
      const last = this.stops.length - 1;
      const now = this.card.hidden ? this.at - Math.sign(STEPS[event.key] || 0) : this.at; // what was closed opens where it was
      const to = event.key === "Home" ? 0 : event.key === "End" ? last : now + STEPS[event.key];
      if (Number.isNaN(to)) return;
      event.preventDefault();
      this.show(Math.max(0, Math.min(last, to)));
    }

    hide() {
      this.card.hidden = this.mark.hidden = true;
      this.said.textContent = "";
      if (shown === this) shown = undefined;
    }

    show(stop) {
      if (shown && shown !== this) shown.hide();
      if (stop === this.at && !this.card.hidden) return;
      shown = this;
      this.at = stop;
      const [number, place] = this.stops[stop];
      const panel = this.data.panels[number];
      const name = panel.along ? `${panel.along}: ${panel.places[place]}` : panel.places[place];
      const lines = panel.series.map((series) => told(panel, series, place)).filter(Boolean);
      this.card.replaceChildren(
        element("p", { class: "values-place" }, panel.title && element("span", {}, panel.title), name),
        element("div", { class: "values-lines" }, ...lines.flatMap(written)),
        element("p", { class: "values-measured" }, panel.measured),
      );
      this.cursor.setAttribute("aria-valuenow", stop + 1);
      this.cursor.setAttribute("aria-valuetext", [panel.title, name].filter(Boolean).join(", "));
      // The slider says the place, this the values, so that nothing is heard twice.
      this.said.textContent = lines.map(spoken).join("; ") + (number === this.panel ? "" : `. ${panel.measured}`);
      this.panel = number;
      this.card.hidden = this.mark.hidden = false;
      this.put(panel, place);
    }

    /* The mark on its place, and the card beside it, inside the figure and the window. */
    put(panel, place) {
      const { layout, scale, left, top, around } = this.drawing();
      const here = panel.at[layout];
      const box = { left: left + scale * here.box[0], top: top + scale * here.box[1], width: scale * here.box[2], height: scale * here.box[3] };
      const at = (panel.rows ? top : left) + scale * here.places[place];
      this.mark.className = panel.rows ? "values-mark values-row" : "values-mark";
      const size = this.mark.style;
      if (panel.rows) {
        const steps = here.places.slice(1).map((one, before) => one - here.places[before]);
        const high = steps.length ? scale * Math.min(...steps) : box.height;
        [size.left, size.top, size.width, size.height] = [box.left, at - high * here.above, box.width, high].map((one) => `${one}px`);
        this.mark.replaceChildren();
      } else {
        [size.left, size.top, size.width, size.height] = [at, box.top, 0, box.height].map((one) => `${one}px`);
        const dots = panel.series.map((series, which) => dot(series, here.values[which][place], top, scale, box.top));
        this.mark.replaceChildren(...dots.filter(Boolean));
      }
      const { offsetWidth: wide, offsetHeight: tall } = this.card;
      const within = (value, most) => Math.max(0, Math.min(value, most));
      let [x, y] = [within(at + GAP, around.width - wide), box.top];
      if (panel.rows) {
        const [over, under] = [parseFloat(size.top), parseFloat(size.top) + parseFloat(size.height)];
        [x, y] = [within(box.left, around.width - wide), under + 2];
        if (around.top + y + tall > window.innerHeight && around.top + over - tall > HEAD) y = over - tall - 2;
      } else if (x < at + GAP) {
        x = at - GAP - wide;
        if (x < 0) { // no room beside the line: above the panel, or below it
          x = within(at - wide / 2, around.width - wide);
          y = box.top - tall - GAP;
          if (around.top + y < HEAD) y = box.top + box.height + GAP;
        }
      }
      this.card.style.left = `${x}px`;
      this.card.style.top = `${y}px`;
    }
  }

  function inked(made, series) {
    made.style.setProperty("--on-white", series.inks[0]);
    made.style.setProperty("--on-black", series.inks[1]);
    return made;
  }

  function dot(series, height, top, scale, from) {
    if (!Number.isFinite(height)) return null;
    const made = inked(element("span", { class: "values-dot" }), series);
    made.style.top = `${top + scale * height - from}px`;
    return made;
  }

  /* Name, value and interval of a series at a place; nothing where it has neither. */
  function told(panel, series, place) {
    const value = series.values[place] || null;
    const span = series.spans && series.spans[place];
    if (!value && !span) return null;
    const unit = panel.unit ? `\u00a0${panel.unit}` : "";
    const level = panel.level && !/%/.test(series.name) ? `${panel.level}: ` : "";
    return value === null
      ? { series, name: series.name, value: `${level}${span}${unit}`, span: "" }
      : { series, name: series.name, value: `${value}${unit}`, span: span ? `${level}${span}` : "" };
  }

  const written = ({ series, name, value, span }) => [
    inked(element("span", { class: "values-ink" }), series),
    element("span", { class: "values-name" }, name),
    element("span", { class: "values-value" }, element("b", {}, value), span && element("span", {}, span)),
  ];
  const spoken = ({ name, value, span }) => `${name ? `${name}: ` : ""}${value}${span ? `, ${span}` : ""}`;

  function start() {
    document.querySelectorAll("figure.has-values").forEach((figure) => new Figure(figure));
    document.addEventListener("keydown", (event) => event.key === "Escape" && shown && shown.hide());
    document.addEventListener("pointerdown", (event) => shown && !shown.images.contains(event.target) && shown.hide());
  }

  // A script that waits runs when the page is read; another state means that it came late.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
