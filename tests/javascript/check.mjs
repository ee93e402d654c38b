// Answers messages.json and types into the page beside it, as a visitor would; sends what came of it to the test.
import { load } from './intentbot.mjs';

async function answers() {
  const messages = await (await fetch('messages.json')).json();
  const classifier = await load(new URL('.', import.meta.url));
  return messages.map((message) => {
    const { intent, score, accepted, probabilities } = classifier.classify(message);
    return { intent, score, accepted, probabilities: Array.from(probabilities) };
  });
}

async function page(message) {
  const frame = document.createElement('iframe');
  frame.src = 'index.html';
  document.documentElement.append(frame);
  await new Promise((loaded) => frame.addEventListener('load', loaded));
  const there = frame.contentDocument;
  const input = there.getElementById('message');
  while (input.disabled) await new Promise((later) => setTimeout(later, 20));
  input.value = message;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  return {
    title: there.title,
    verdict: there.getElementById('verdict').textContent,
    ranking: Array.from(there.querySelectorAll('.intent'), (intent) => intent.textContent),
    widths: Array.from(there.querySelectorAll('.filled'), (bar) => bar.getBoundingClientRect().width),
    focused: there.activeElement?.id,
  };
}

async function report(found) {
  await fetch('report', { method: 'POST', body: JSON.stringify(found) });
}

try {
  await report({ answers: await answers(), page: await page('where is my <b>order</b>') });
} catch (error) {
  await report({ error: `${error}\n${error.stack}` });
}
