import { load } from './intentbot.mjs';

const N_SHOWN = 8;
const message = document.getElementById('message');
const verdict = document.getElementById('verdict');
const detail = document.getElementById('detail');
const ranking = document.getElementById('ranking');

/**
 * @param {string} kind - Of the element.
 * @param {string} name - Its class.
 * @param {string} [text]
 * @returns {HTMLElement}
 */
function element(kind, name, text = '') {
  const made = document.createElement(kind);
  made.className = name;
  made.textContent = text;
  return made;
}

/**
 * @param {{intent: string, confidence: number}} ranked
 * @returns {HTMLElement} A line with the intent, its probability as a bar, and in figures.
 */
function line({ intent, confidence }) {
  const bar = element('span', 'bar');
  bar.ariaHidden = 'true';
  bar.append(element('span', 'filled'));
  bar.firstChild.style.inlineSize = `${100 * confidence}%`;
  const row = element('li', 'ranked');
  row.append(element('span', 'intent', intent), element('span', 'share', `${(100 * confidence).toFixed(1)} %`), bar);
  return row;
}

/** @param {import('./intentbot.mjs').Classifier} classifier */
function show(classifier) {
  const text = message.value.trim();
  if (!text) {
    say('', 'Type something that a customer would write.');
    ranking.replaceChildren();
    return;
  }
  const found = classifier.classify(text);
  const more = `Its score is ${found.score.toFixed(3)}; from ${classifier.threshold.toFixed(3)} on, the bot answers.`;
  if (found.accepted) say('accepted', `The model is sure enough of ${found.intent}.`, more);
  else say('refused', 'The model is not sure enough of any intent.', more);
  ranking.replaceChildren(...found.ranking.slice(0, N_SHOWN).map(line));
}

/**
 * @param {string} kind - accepted, refused, or nothing.
 * @param {string} text - Screen readers say it.
 * @param {string} [more]
 */
function say(kind, text, more = '') {
  verdict.className = kind;
  verdict.textContent = text;
  detail.textContent = more;
}

try {
  const classifier = await load();
  document.getElementById('name').textContent = classifier.name;
  document.title = `Try ${classifier.name}`;
  message.disabled = false;
  message.focus();
  message.addEventListener('input', () => show(classifier));
  show(classifier);
} catch (error) {
  say('refused', 'The model cannot be loaded.', error.message);
}
