import { MIDDLES, affine, softmax } from './networks.mjs';
import { TextPath } from './text.mjs';
import { Vocabulary } from './vocabulary.mjs';
import { Words } from './words.mjs';

/** Of the files that this module reads. */
const FORMAT = 1;

/**
 * What a model makes of a message.
 *
 * @typedef {object} Prediction
 * @property {string} intent - The likeliest intent, accepted or not.
 * @property {number} confidence - Its calibrated probability, from 0 to 1.
 * @property {number} score - How likely the message is one the model was made for, from 0 to 1.
 * @property {boolean} accepted - Whether the score is high enough to answer.
 * @property {{intent: string, confidence: number}[]} ranking - Every intent, the likeliest first.
 * @property {Float32Array} probabilities - In the order of `Classifier.labels`.
 */

/** A trained model. */
export class Classifier {
  /**
   * @param {object} model - What model.json says.
   * @param {Arrays} arrays - What lies in weights.bin.
   */
  constructor(model, arrays) {
    /** What the model is called. @type {string} */
    this.name = model.name;
    /** The intents. @type {string[]} */
    this.labels = model.labels;
    /** The score from which on a message is accepted. @type {number} */
    this.threshold = model.rejection.threshold;
    this.rules = model.rejection;
    this.mix = model.mix;
    this.arrays = arrays;
    this.textPath = new TextPath(model.text);
    this.middle = new MIDDLES[model.network](arrays, model.limits);
    this.words = new Words(new Vocabulary(model.vocabulary, this.textPath), this.middle, arrays, model.limits);
  }

  /**
   * Return what the model makes of a message. No text whatever makes it fail.
   *
   * @param {string} text
   * @returns {Prediction}
   */
  classify(text) {
    const { labels } = this;
    const tokens = this.textPath.tokenise(String(text));
    const mixed = this.logits(tokens);
    const probabilities = softmax(mixed.slice(0, labels.length));
    const best = probabilities.reduce((found, share, i) => (share > probabilities[found] ? i : found), 0);
    const score = this.score(tokens, mixed, best);
    return {
      intent: labels[best],
      confidence: probabilities[best],
      score,
      accepted: score >= this.threshold,
      get ranking() {
        const places = [...labels.keys()].sort((one, other) => probabilities[other] - probabilities[one]);
        return places.map((place) => ({ intent: labels[place], confidence: probabilities[place] }));
      },
      probabilities,
    };
  }

  /**
   * @param {string[]} tokens
   * @returns {Float32Array} The calibrated logits of network and linear model together.
   */
  logits(tokens) {
    const { head, head_bias: bias, intercept } = this.arrays;
    const products = tokens.map((token) => this.words.get(token).products);
    const network = tokens.length ? affine(this.middle.pool(products), head, bias) : bias;
    const linear = intercept && this.linear(tokens);
    return network.map((logit, i) => this.mix.network * logit + (linear ? this.mix.linear * linear[i] : 0));
  }

  /**
   * @param {string[]} tokens
   * @returns {Float32Array} The linear model's logits: each different word counts once.
   */
  linear(tokens) {
    const { intercept } = this.arrays;
    const sums = new Float64Array(intercept.length + 1);
    for (const token of new Set(tokens)) {
      const { contribution } = this.words.get(token);
      for (let i = 0; i < sums.length; i++) sums[i] += contribution[i];
    }
    const length = Math.sqrt(sums[intercept.length]);
    return length > 0 ? intercept.map((start, i) => start + sums[i] / length) : intercept;
  }

  /**
   * @param {string[]} tokens
   * @param {Float32Array} mixed - The message's logits.
   * @param {number} best - The number of the likeliest intent.
   * @returns {number} How likely the message is in scope, from 0 to 1.
   */
  score(tokens, mixed, best) {
    const { centre, scale, weights, bias, limits, handicaps, strange } = this.rules;
    const shares = tokens.map((token) => this.words.get(token).familiarity);
    // In 32 bits, as training adds them: half a word known is a border.
    const familiarity = shares.reduce((sum, share) => Math.fround(sum + Math.fround(share)), 0) / (tokens.length || 1);
    if (familiarity < strange && !shares.includes(1)) return 0;
    const peak = mixed[best];
    const outOfScope = mixed.length > this.labels.length ? mixed[mixed.length - 1] - peak : 0;
    const signals = [peak, familiarity, outOfScope, Math.sqrt(tokens.length)];
    const sum = signals.reduce((total, signal, i) => {
      const apart = (signal - centre[i]) / scale[i];
      const limit = limits[i] ?? Infinity;
      return total + weights[i] * Math.min(Math.max(apart, -limit), limit);
    }, bias);
    return 0.5 + 0.5 * Math.tanh(0.5 * (sum - handicaps[best]));
  }
}

/**
 * Read a model. In a browser its files are fetched, in Node.js read from the disk.
 *
 * @param {string|URL|function(string): Promise<ArrayBuffer>} [place] - The folder of model.json and weights.bin, with a
 *   slash at its end, or what gives the content of a file by its name. The folder of this module otherwise.
 * @returns {Promise<Classifier>}
 */
export async function load(place = import.meta.url) {
  const read = typeof place === 'function' ? place : (name) => readFrom(place, name);
  const [text, weights] = await Promise.all([read('model.json'), read('weights.bin')]);
  const model = JSON.parse(new TextDecoder().decode(text));
  if (model.format !== FORMAT) {
    throw new Error(`model.json has format ${model.format}, not ${FORMAT}. Take it and this module from one export.`);
  }
  const fingerprint = Array.from(new Uint8Array(weights, 0, 32), (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (fingerprint !== model.weights.fingerprint || weights.byteLength !== model.weights.bytes) {
    throw new Error('weights.bin does not belong to model.json, or is cut short. Take both from one export.');
  }
  return new Classifier(model, arraysIn(weights, model.weights.arrays));
}

/**
 * @param {ArrayBuffer} weights
 * @param {Object<string, {type: string, start: number, length: number}>} places - Of each array.
 * @returns {Arrays}
 */
function arraysIn(weights, places) {
  const kinds = { float32: Float32Array, float16: Uint16Array, int8: Int8Array };
  const found = Object.entries(places).map(([name, { type, start, length }]) => {
    return [name, new kinds[type](weights, start, length)];
  });
  return Object.fromEntries(found);
}

/**
 * @param {string|URL} folder
 * @param {string} name
 * @returns {Promise<ArrayBuffer>}
 */
async function readFrom(folder, name) {
  const url = new URL(name, new URL(folder, globalThis.location?.href));
  if (url.protocol === 'file:' && globalThis.process?.versions?.node) {
    // Not written out, so that what packs modules for browsers does not look for it.
    const disk = 'node:fs/promises';
    const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ disk);
    return new Uint8Array(await readFile(url)).buffer;
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} cannot be read: ${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}
