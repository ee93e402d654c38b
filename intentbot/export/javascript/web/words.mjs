/**
 * A model's arrays by their names; numbers of 16 bits as their bits.
 *
 * @typedef {Object<string, Float32Array|Uint16Array|Int8Array>} Arrays
 */

/**
 * What a word gives to every message it stands in.
 *
 * @typedef {object} Word
 * @property {Float32Array} products - To the network.
 * @property {Float32Array|null} contribution - To the linear model: C logits before the norm, then a squared length.
 * @property {number} familiarity - The share of it that stands in examples, from 0 to 1.
 */

/** The words met so far: each is computed once and kept, as long as there is room. */
export class Words {
  /**
   * @param {Vocabulary} vocabulary
   * @param {object} middle - One of `MIDDLES`.
   * @param {Arrays} arrays - The model's.
   * @param {object} room
   * @param {number} room.cachedWords - How many are kept at most.
   * @param {number} room.cachedBytes - What they may take.
   */
  constructor(vocabulary, middle, arrays, { cachedWords, cachedBytes }) {
    this.vocabulary = vocabulary;
    this.middle = middle;
    this.arrays = arrays;
    this.isLinear = 'intercept' in arrays;
    this.nLabels = arrays.head_bias.length;
    const nBytes = 4 * (middle.nProducts + (this.isLinear ? this.nLabels + 1 : 0) + 1);
    this.limit = Math.min(cachedWords, Math.floor(cachedBytes / nBytes));
    this.cache = new Map();
  }

  /**
   * @param {string} token
   * @returns {Word}
   */
  get(token) {
    const known = this.cache.get(token);
    if (known) return known;
    const { row, pieces, familiarity } = this.vocabulary.lookUp(token);
    const products = this.middle.wordProducts(this.vector(row, pieces));
    const word = { products, contribution: this.isLinear ? this.contribution(row, pieces) : null, familiarity };
    if (this.cache.size >= this.limit) this.forget();
    this.cache.set(token, word);
    return word;
  }

  /** Makes room: the oldest quarter goes. */
  forget() {
    for (const token of [...this.cache.keys()].slice(0, Math.floor(this.cache.size / 4) + 1)) this.cache.delete(token);
  }

  /**
   * @param {number} row - The word's own, -1 for none.
   * @param {number[]} pieces - Rows of its pieces.
   * @returns {Float32Array} Its vector: its own, and those of its pieces over the root of their count.
   */
  vector(row, pieces) {
    const { network_words: own, network_pieces: parts } = this.arrays;
    const size = own.length / this.vocabulary.wordRows.size;
    const sums = new Float64Array(size);
    for (const piece of pieces) for (let i = 0; i < size; i++) sums[i] += half(parts[piece * size + i]);
    for (let i = 0; i < size && pieces.length; i++) sums[i] /= Math.sqrt(pieces.length);
    for (let i = 0; i < size && row >= 0; i++) sums[i] += half(own[row * size + i]);
    return new Float32Array(sums);
  }

  /**
   * @param {number} row - The word's own, -1 for none.
   * @param {number[]} pieces - Rows of its pieces.
   * @returns {Float32Array} Of shape (C + 1,).
   */
  contribution(row, pieces) {
    const { linear_words: words, linear_pieces: parts } = this.arrays;
    const sums = new Float64Array(this.nLabels + 1);
    const add = (table, place, scale, idf) => {
      for (let i = 0; i < this.nLabels; i++) sums[i] += scale * table[place * this.nLabels + i];
      sums[this.nLabels] += idf * idf;
    };
    // What only word vectors or an encoder know comes after the rows that have coefficients.
    const { piece_scale: pieceScale, piece_idf: pieceIdf, word_scale: wordScale, word_idf: wordIdf } = this.arrays;
    for (const piece of pieces) if (piece < pieceIdf.length) add(parts, piece, pieceScale[piece], pieceIdf[piece]);
    if (row >= 0 && row < wordIdf.length) add(words, row, wordScale[row], wordIdf[row]);
    return new Float32Array(sums);
  }
}

const bits = new Uint32Array(1);
const number = new Float32Array(bits.buffer);

/**
 * @param {number} pattern - The 16 bits of a finite half-precision number.
 * @returns {number} It. Its bits, moved into a number of 32, lack only the difference of the exponents' biases.
 */
function half(pattern) {
  bits[0] = ((pattern & 0x8000) << 16) | ((pattern & 0x7fff) << 13);
  return number[0] * 2 ** 112;
}
