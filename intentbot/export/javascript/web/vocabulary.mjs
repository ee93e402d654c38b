import { STEMMERS } from './stemmers.mjs';
import { beginning } from './text.mjs';

/** The words and word pieces that a model knows, and where their vectors lie. */
export class Vocabulary {
  /**
   * @param {object} given
   * @param {string[]} given.words - In the order of their rows.
   * @param {string[]} given.pieces - In the order of their rows.
   * @param {number} given.nWords - How many of the words, the first ones, stand in examples.
   * @param {number} given.nPieces - The same of the pieces.
   * @param {(string|null)[]} given.stemmers - Of each language; null where words are their own stems.
   * @param {number} given.shortest - Characters of the shortest piece.
   * @param {number} given.longest - Characters of the longest piece.
   * @param {number} given.longestWord - Characters of a word that make pieces.
   * @param {TextPath} textPath
   */
  constructor(given, textPath) {
    this.wordRows = new Map(given.words.map((word, row) => [word, row]));
    this.pieceRows = new Map(given.pieces.map((piece, row) => [piece, row]));
    this.nWords = given.nWords;
    this.nPieces = given.nPieces;
    this.stemmers = given.stemmers.map((name) => name && new STEMMERS[name]());
    this.shortest = given.shortest;
    this.longest = given.longest;
    this.longestWord = given.longestWord;
    this.textPath = textPath;
  }

  /**
   * @param {string} token
   * @returns {string[]} Its stems, marked with =, and the runs of characters in <token>, each once.
   */
  piecesOf(token) {
    const word = beginning(token, this.longestWord);
    const found = new Set();
    for (const stemmer of this.stemmers) {
      found.add(`=${this.textPath.foldAccents(stemmer ? stem(stemmer, word) : word)}`);
    }
    const framed = Array.from(`<${this.textPath.foldAccents(word)}>`);
    for (let length = this.shortest; length <= this.longest; length++) {
      for (let start = 0; start + length <= framed.length; start++) {
        found.add(framed.slice(start, start + length).join(''));
      }
    }
    return [...found];
  }

  /**
   * @param {string} token
   * @returns {{row: number, pieces: number[], familiarity: number}} The word's own row (-1: none), those of its
   *   known pieces, and the share of it that stands in examples, from 0 to 1.
   */
  lookUp(token) {
    const pieces = this.piecesOf(token);
    const known = pieces.map((piece) => this.pieceRows.get(piece)).filter((row) => row !== undefined);
    const row = this.wordRows.get(token) ?? -1;
    if (row >= 0 && row < this.nWords) return { row, pieces: known, familiarity: 1 };
    const nLearned = known.filter((piece) => piece < this.nPieces).length;
    return { row, pieces: known, familiarity: nLearned / pieces.length };
  }
}

/**
 * A stemmer counts characters, where JavaScript counts units of 16 bits. Those that need two are replaced, while it
 * works, by private ones, which no word has.
 *
 * @param {object} stemmer
 * @param {string} word
 * @returns {string}
 */
function stem(stemmer, word) {
  const long = [];
  const short = word.replace(/[\u{10000}-\u{10ffff}]/gu, (c) => String.fromCharCode(0xdfff + long.push(c)));
  const stemmed = stemmer.stemWord(short);
  return long.length ? stemmed.replace(/[\ue000-\uf8ff]/g, (c) => long[c.charCodeAt(0) - 0xe000]) : stemmed;
}
