/* Results of a calculator as files: a table as CSV, its pictures as one PNG. Nothing leaves the reader's computer. */
(function () {
  "use strict";

  const WIDTH = 1200; // of the picture, pixels
  const MARGIN = 48;
  const GAP = 32;
  const INKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-weight", "text-anchor"];

  function download(name, content) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  /* Rows of equal length, the first of headings. */
  function csv(name, rows) {
    const quoted = (value) => (/[",\n]/.test(value) ? '"' + String(value).replace(/"/g, '""') + '"' : value);
    const text = rows.map((row) => row.map(quoted).join(",")).join("\n") + "\n";
    download(name + ".csv", new Blob([text], { type: "text/csv" }));
  }

  /* A drawing with the inks that the page gives it written into it, since a picture knows no style sheet of ours. */
  function image(svg) {
    const copy = svg.cloneNode(true);
    const made = copy.querySelectorAll("*");
    const family = getComputedStyle(svg).fontFamily;
    svg.querySelectorAll("*").forEach((one, i) => {
      const style = getComputedStyle(one);
      INKS.forEach((name) => made[i].setAttribute(name, style.getPropertyValue(name)));
    });
    const { width, height } = svg.viewBox.baseVal;
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", 2 * width);
    copy.setAttribute("height", 2 * height);
    copy.setAttribute("font-family", family);
    const picture = new Image();
    picture.src = "data:image/svg+xml," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
    return picture.decode().then(() => ({ picture, ratio: height / width }));
  }

  function lines(pen, text, width) {
    const out = [""];
    text.split(" ").forEach((word) => {
      const longer = (out[out.length - 1] + " " + word).trim();
      if (pen.measureText(longer).width > width) out.push(word);
      else out[out.length - 1] = longer;
    });
    return out;
  }

  /* Names of colours in one row or more; returns the height that it took. */
  function legend(pen, entries, left, top, width) {
    const ink = pen.fillStyle;
    let [x, y] = [left, top];
    entries.forEach(({ words, colour }) => {
      const wide = 30 + pen.measureText(words).width + 26;
      if (x > left && x + wide > left + width) [x, y] = [left, y + 30];
      pen.fillStyle = colour;
      pen.fillRect(x, y - 15, 18, 18);
      pen.fillStyle = ink;
      pen.fillText(words, x + 26, y);
      x += wide;
    });
    return entries.length ? y - top + 34 : 0;
  }

  /* Title, sentence and figures (a caption, a drawing and perhaps a legend each), two in a row if there are several. */
  async function png(name, title, sentence, figures) {
    const style = getComputedStyle(document.body);
    const paper = getComputedStyle(document.documentElement).getPropertyValue("--pst-color-background").trim() || "#fff";
    const parts = await Promise.all(figures.map(({ svg }) => image(svg)));
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    const font = (size, weight) => `${weight || 400} ${size}px ${style.fontFamily}`;
    const across = figures.length > 1 ? 2 : 1;
    const width = (WIDTH - 2 * MARGIN - (across - 1) * GAP) / across;
    pen.font = font(24);
    const said = lines(pen, sentence, WIDTH - 2 * MARGIN);
    const top = MARGIN + 40 + 34 * said.length + 24;
    pen.font = font(20);
    const named = figures.map((one) => legend(pen, one.legend || [], 0, 0, width));
    const rows = [];
    for (let i = 0; i < parts.length; i += across) {
      rows.push(Math.max(...parts.slice(i, i + across).map(({ ratio }, k) => ratio * width + named[i + k])) + 44 + GAP);
    }
    canvas.width = WIDTH;
    canvas.height = top + rows.reduce((a, b) => a + b, 0) + MARGIN;
    pen.fillStyle = paper;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = style.color;
    pen.font = font(32, 700);
    pen.fillText(title, MARGIN, MARGIN + 24);
    pen.font = font(24);
    said.forEach((line, i) => pen.fillText(line, MARGIN, MARGIN + 72 + 34 * i));
    let y = top;
    parts.forEach(({ picture, ratio }, i) => {
      const x = MARGIN + (i % across) * (width + GAP);
      pen.font = font(22, 600);
      pen.fillText(figures[i].caption, x, y + 24);
      pen.font = font(20);
      legend(pen, figures[i].legend || [], x, y + 62, width);
      pen.drawImage(picture, x, y + 40 + named[i], width, width * ratio);
      if (i % across === across - 1) y += rows[Math.floor(i / across)];
    });
    pen.font = font(18);
    pen.fillText("Own assumptions of a reader, no forecast. " + document.title, MARGIN, canvas.height - MARGIN / 2);
    canvas.toBlob((blob) => download(name + ".png", blob));
  }

  window.bookKeep = { csv, png };
})();
