// Shows what was built last, and keeps the reader's place when it changes.
"use strict";

const page = document.getElementById("page");
const sheets = document.getElementById("sheets");
const views = document.getElementById("views");
const problems = document.getElementById("problems");
const state = document.getElementById("state");
let news = { views: [], problems: [] };
let shown = "";

new EventSource("events").onmessage = (event) => {
  news = JSON.parse(event.data);
  state.textContent = news.state;
  showProblems();
  showViews();
  const known = news.views.some((view) => view.name === shown);
  show(known ? shown : news.views[0]?.name ?? "");
};

function showViews() {
  views.replaceChildren(...news.views.map((view) => {
    const button = document.createElement("button");
    button.textContent = view.name;
    button.setAttribute("aria-pressed", String(view.name === shown));
    button.onclick = () => show(view.name);
    return button;
  }));
}

function show(name) {
  const view = news.views.find((each) => each.name === name);
  if (!view) return;
  const isNew = shown !== name;
  shown = name;
  for (const button of views.children) {
    button.setAttribute("aria-pressed", String(button.textContent === name));
  }
  page.hidden = !view.page;
  sheets.hidden = !view.sheets;
  if (view.page) showPage(view, isNew);
  else showSheets(view, isNew);
}

// The same page in another version: loaded anew, and scrolled to where the reader was.
function showPage(view, isNew) {
  if (!isNew && page.dataset.version === view.version) return;
  const at = isNew ? 0 : page.contentWindow.scrollY;
  page.dataset.version = view.version;
  page.onload = () => page.contentWindow.scrollTo(0, at);
  if (isNew) page.src = view.page;
  else page.contentWindow.location.reload();
}

// Only the sheets that changed are loaded; the others stay where they are.
function showSheets(view, isNew) {
  if (isNew) sheets.replaceChildren();
  view.sheets.forEach((address, number) => {
    const sheet = sheets.children[number] ?? sheets.appendChild(document.createElement("img"));
    sheet.alt = `Sheet ${number + 1} of ${view.sheets.length}`;
    if (sheet.getAttribute("src") !== address) sheet.src = address;
  });
  while (sheets.children.length > view.sheets.length) sheets.lastChild.remove();
  if (isNew) sheets.scrollTop = 0;
}

function showProblems() {
  problems.hidden = news.problems.length === 0;
  problems.replaceChildren(...news.problems.map((problem) => {
    const article = document.createElement("article");
    article.className = problem.severity;
    const pre = document.createElement("pre");
    pre.textContent = problem.report;
    article.append(pre);
    return article;
  }));
}
