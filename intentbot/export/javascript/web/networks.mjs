// The forward passes. Shapes: T tokens, D embedding, N products kept of a word, U units, C labels. A matrix lies in
// its array row by row.

/**
 * @param {Float32Array} vector - Of shape (D,).
 * @param {Float32Array} matrix - Of shape (D, N).
 * @param {Float32Array} bias - Of shape (N,).
 * @returns {Float32Array} `vector` times `matrix`, plus `bias`.
 */
export function affine(vector, matrix, bias) {
  const width = bias.length;
  const sums = new Float64Array(bias);
  const factors = [];
  const starts = [];
  for (let row = 0; row < vector.length; row++) {
    // Half of what comes out of a ReLU is zero.
    if (vector[row] === 0) continue;
    factors.push(vector[row]);
    starts.push(row * width);
  }
  // Four rows at a time, in half the time: the sums are read and written less often.
  while (factors.length % 4) {
    factors.push(0);
    starts.push(0);
  }
  for (let i = 0; i < factors.length; i += 4) {
    const [a, b, c, d] = factors.slice(i, i + 4);
    const [atA, atB, atC, atD] = starts.slice(i, i + 4);
    for (let j = 0; j < width; j++) {
      sums[j] += a * matrix[atA + j] + b * matrix[atB + j] + c * matrix[atC + j] + d * matrix[atD + j];
    }
  }
  return new Float32Array(sums);
}

/**
 * @param {Float32Array} values - Changed in place: what is below zero becomes zero.
 * @returns {Float32Array} The same.
 */
function relu(values) {
  for (let i = 0; i < values.length; i++) if (values[i] < 0) values[i] = 0;
  return values;
}

/**
 * @param {Float32Array[]} rows - T rows of shape (U,).
 * @returns {Float32Array} Of shape (2U,): the largest of each unit, then the sums over the root of T.
 */
function pooled(rows) {
  const n = rows[0].length;
  const largest = new Float32Array(rows[0]);
  const sums = new Float64Array(n);
  for (const row of rows) {
    for (let i = 0; i < n; i++) {
      if (row[i] > largest[i]) largest[i] = row[i];
      sums[i] += row[i];
    }
  }
  const features = new Float32Array(2 * n);
  features.set(largest);
  for (let i = 0; i < n; i++) features[n + i] = sums[i] / Math.sqrt(rows.length);
  return features;
}

/** Convolutions over one, two and three words: most of it is computed once a word, the rest are additions. */
class Convolutions {
  constructor(arrays) {
    this.columns = arrays.network_columns;
    this.nFilters = arrays.network_bias.length / 3;
    // Only what a word gives to its own place has a bias; what it gives to its neighbours comes after that.
    this.bias = new Float32Array(6 * this.nFilters);
    this.bias.set(arrays.network_bias);
  }

  /** @type {number} */
  get nProducts() {
    return this.bias.length;
  }

  /**
   * @param {Float32Array} vector - A word's.
   * @returns {Float32Array} What it gives to its own place (widths 1, 2, 3), the one before (2, 3), the one after (3).
   */
  wordProducts(vector) {
    return affine(vector, this.columns, this.bias);
  }

  /**
   * @param {Float32Array[]} words - Products of each word of a message.
   * @returns {Float32Array} The message's features.
   */
  pool(words) {
    const f = this.nFilters;
    return pooled(
      words.map((word, place) => {
        const found = word.slice(0, 3 * f);
        const next = words[place + 1];
        const previous = words[place - 1];
        if (next) for (let i = 0; i < 2 * f; i++) found[f + i] += next[3 * f + i];
        if (previous) for (let i = 0; i < f; i++) found[2 * f + i] += previous[5 * f + i];
        return relu(found);
      }),
    );
  }
}

/** A long short-term memory that reads in both directions, beside units that see one word. */
class Lstm {
  constructor(arrays) {
    this.columns = arrays.network_columns;
    this.bias = arrays.network_bias;
    this.gain = arrays.network_gain;
    this.nUnits = this.gain.length / 2;
    const half = arrays.network_recurrent.length / 2;
    this.recurrent = [arrays.network_recurrent.subarray(0, half), arrays.network_recurrent.subarray(half)];
  }

  /** @type {number} */
  get nProducts() {
    return this.bias.length;
  }

  /**
   * @param {Float32Array} vector - A word's.
   * @returns {Float32Array} What it gives to the gates of both directions, and the units that see it alone.
   */
  wordProducts(vector) {
    const products = affine(vector, this.columns, this.bias);
    relu(products.subarray(8 * this.nUnits));
    return products;
  }

  /**
   * @param {Float32Array[]} words - Products of each word of a message.
   * @returns {Float32Array} The message's features.
   */
  pool(words) {
    const h = this.nUnits;
    const forwards = this.read(words, 0);
    const backwards = this.read([...words].reverse(), 1);
    // Pooling does not ask in which order the states come.
    return pooled(
      words.map((word, step) => {
        const found = new Float32Array(4 * h);
        for (let i = 0; i < h; i++) {
          found[i] = forwards[step][i] * this.gain[i];
          found[h + i] = backwards[step][i] * this.gain[h + i];
        }
        found.set(word.subarray(8 * h), 2 * h);
        return found;
      }),
    );
  }

  /**
   * @param {Float32Array[]} words - In the order in which they are read.
   * @param {number} direction - 0 forwards, 1 backwards.
   * @returns {Float32Array[]} The state after each word.
   */
  read(words, direction) {
    const h = this.nUnits;
    const memory = new Float32Array(h);
    let state = new Float32Array(h);
    return words.map((word) => {
      const given = word.subarray(4 * h * direction, 4 * h * (direction + 1));
      // The halves of a logistic function's argument are in the weights: one tanh serves all gates.
      const gates = affine(state, this.recurrent[direction], given).map(Math.tanh);
      state = new Float32Array(h);
      for (let i = 0; i < h; i++) {
        const into = (gates[i] + 1) / 2;
        const forget = (gates[h + i] + 1) / 2;
        const out = (gates[2 * h + i] + 1) / 2;
        memory[i] = memory[i] * forget + into * gates[3 * h + i];
        state[i] = Math.tanh(memory[i]) * out;
      }
      return state;
    });
  }
}

/** Words that attend to one another, and a feed-forward layer; beside these, units that see one word. */
class Transformer {
  constructor(arrays, { window, reach }) {
    const given = Object.entries(arrays).map(([name, array]) => [name.replace('network_', ''), array]);
    this.arrays = Object.fromEntries(given);
    this.window = window;
    this.reach = reach;
    this.size = this.arrays.joined_bias.length;
    this.width = this.arrays.attention_bias.length / 3;
    this.nHeads = this.arrays.near.length / (2 * reach + 1);
  }

  /** @type {number} */
  get nProducts() {
    return this.size + 3 * this.width + this.arrays.word_bias.length;
  }

  /**
   * @param {Float32Array} vector - A word's.
   * @returns {Float32Array} The vector, its query, key and value, and the units that see it alone.
   */
  wordProducts(vector) {
    const { attention, attention_bias: attentionBias, word, word_bias: wordBias } = this.arrays;
    const products = new Float32Array(this.nProducts);
    products.set(vector);
    products.set(affine(vector, attention, attentionBias), this.size);
    products.set(relu(affine(vector, word, wordBias)), this.size + 3 * this.width);
    return products;
  }

  /**
   * @param {Float32Array[]} words - Products of each word of a message.
   * @returns {Float32Array} The message's features.
   */
  pool(words) {
    const rows = [];
    for (let start = 0; start < words.length; start += this.window) {
      const stretch = words.slice(start, start + this.window);
      for (const [place, word] of stretch.entries()) {
        const alone = word.subarray(this.size + 3 * this.width);
        const row = new Float32Array(2 * alone.length);
        row.set(this.read(stretch, place));
        row.set(alone, alone.length);
        rows.push(row);
      }
    }
    return pooled(rows);
  }

  /**
   * @param {Float32Array[]} stretch - Products of the words that attend to one another.
   * @param {number} place - Of one of them.
   * @returns {Float32Array} Its units.
   */
  read(stretch, place) {
    const { joined, joined_bias: joinedBias, wide, wide_bias: wideBias } = this.arrays;
    const { narrow, narrow_bias: narrowBias, last, last_bias: lastBias } = this.arrays;
    const word = affine(this.attend(stretch, place), joined, joinedBias);
    for (let i = 0; i < this.size; i++) word[i] += stretch[place][i];
    const change = affine(relu(affine(word, wide, wideBias)), narrow, narrowBias);
    for (let i = 0; i < this.size; i++) word[i] += change[i];
    return relu(affine(word, last, lastBias));
  }

  /**
   * @param {Float32Array[]} stretch - Products of the words that attend to one another.
   * @param {number} place - Of one of them.
   * @returns {Float32Array} What it takes from their values, the heads side by side.
   */
  attend(stretch, place) {
    const size = this.width / this.nHeads;
    const result = new Float32Array(this.width);
    for (let head = 0; head < this.nHeads; head++) {
      const query = this.size + head * size;
      const [key, value] = [query + this.width, query + 2 * this.width];
      const shares = softmax(
        stretch.map((other, there) => {
          let sum = this.arrays.near[head * (2 * this.reach + 1) + this.distance(place, there)];
          for (let i = 0; i < size; i++) sum += stretch[place][query + i] * other[key + i];
          return sum;
        }),
      );
      for (const [there, share] of shares.entries()) {
        for (let i = 0; i < size; i++) result[head * size + i] += share * stretch[there][value + i];
      }
    }
    return result;
  }

  /**
   * @param {number} here
   * @param {number} there
   * @returns {number} Which of a head's biases stands for this distance.
   */
  distance(here, there) {
    return Math.min(Math.max(there - here, -this.reach), this.reach) + this.reach;
  }
}

/**
 * @param {Float32Array|number[]} logits
 * @returns {Float32Array} Shares that sum to 1.
 */
export function softmax(logits) {
  const result = new Float32Array(logits.length);
  let largest = -Infinity;
  for (const logit of logits) largest = Math.max(largest, logit);
  let sum = 0;
  for (let i = 0; i < result.length; i++) sum += result[i] = Math.exp(logits[i] - largest);
  for (let i = 0; i < result.length; i++) result[i] /= sum;
  return result;
}

/** What reads the words of a message in their order, by its name. */
export const MIDDLES = { cnn: Convolutions, lstm: Lstm, transformer: Transformer };
