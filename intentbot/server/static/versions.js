// Keeps the panel of a running training up to date; when it ends, the page is loaded again to show what came of it.
"use strict";

const panel = document.querySelector("[data-training]");

const words = (seconds) =>
  seconds < 90 ? `${Math.round(seconds)} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;

async function look() {
  let found;
  try {
    const answer = await fetch("/review/versions/training", { headers: { accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    found = await answer.json();
  } catch {
    // The server is being restarted, or the login is over: the training goes on, and so does the looking.
    setTimeout(look, 5000);
    return;
  }
  if (found.state !== "running") {
    location.reload();
    return;
  }
  const part = (name) => panel.querySelector(`[data-${name}]`);
  part("stage").textContent = found.n_steps > 1 ? `${found.stage}: ${found.step} of ${found.n_steps}` : found.stage;
  part("bar").value = found.share;
  part("time").textContent = found.left_s === null ? words(found.seconds) : `${words(found.seconds)}, about ${words(found.left_s)} left`;
  setTimeout(look, 1000);
}

if (panel) setTimeout(look, 1000);
