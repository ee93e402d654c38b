"use strict";

const shown = (cell) => cell.dataset.value ?? cell.textContent.trim();

function sortBy(button) {
  const heading = button.closest("th");
  const body = heading.closest("table").tBodies[0];
  const isUp = heading.getAttribute("aria-sort") !== "ascending";
  const isNumber = heading.classList.contains("number");
  const compare = (a, b) => (isNumber ? a - b : a.localeCompare(b)) * (isUp ? 1 : -1);
  const key = (row) => shown(row.cells[heading.cellIndex]);
  body.append(...[...body.rows].sort((a, b) => compare(key(a), key(b))));
  for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", isUp ? "ascending" : "descending");
}

for (const button of document.querySelectorAll(".sortable th button")) {
  button.addEventListener("click", () => sortBy(button));
}

const filter = document.getElementById("filter");
if (filter) {
  const rows = [...document.querySelectorAll("#error-list tbody tr")];
  const texts = rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim()).join("\n").toLowerCase());
  const pairs = rows.map((row) => row.cells[1].textContent.trim().toLowerCase());
  const total = document.getElementById("found").textContent;
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    // A whole pair shows that pair alone, not the intents whose names contain it.
    const isPair = pairs.includes(wanted);
    let count = 0;
    rows.forEach((row, i) => {
      row.hidden = isPair ? pairs[i] !== wanted : !texts[i].includes(wanted);
      count += !row.hidden;
    });
    document.getElementById("found").textContent = wanted ? `${count} of ${total}` : total;
  });
  for (const link of document.querySelectorAll("[data-find]")) {
    link.addEventListener("click", () => {
      filter.value = link.dataset.find;
      filter.dispatchEvent(new Event("input"));
    });
  }
}
