"use strict";
(() => {
  const cards = [...document.querySelectorAll(".card")];
  const chips = [...document.querySelectorAll(".chip")];
  const search = document.getElementById("search");
  const words = new Map(cards.map(card => [card, card.querySelector(".body").textContent.toLowerCase()]));
  let status = "";

  const show = () => {
    const wanted = search.value.trim().toLowerCase();
    for (const card of cards) {
      card.hidden = (status !== "" && card.dataset.status !== status) || !words.get(card).includes(wanted);
    }
    for (const scene of document.querySelectorAll(".scene")) {
      scene.hidden = !scene.querySelector(".card:not([hidden])");
    }
    document.getElementById("none").hidden = cards.some(card => !card.hidden);
  };

  for (const chip of chips) {
    chip.addEventListener("click", () => {
      status = chip.dataset.status;
      for (const other of chips) other.setAttribute("aria-pressed", String(other === chip));
      show();
    });
  }
  search.addEventListener("input", show);

  for (const link of document.querySelectorAll(".queue a")) {
    link.addEventListener("click", () => {
      chips[0].click();
      search.value = "";
      show();
      document.querySelector(link.hash)?.querySelector("details")?.setAttribute("open", "");
    });
  }

  document.getElementById("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
})();
