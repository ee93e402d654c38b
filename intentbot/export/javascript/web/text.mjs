/** The characters and rules of a model's text path: a message becomes the tokens it was trained on. */
export class TextPath {
  /**
   * @param {object} rules - Written by the export from the very rules of training.
   * @param {string} rules.unknown - Class of characters that Unicode had not assigned yet: they are no letters then.
   * @param {string} rules.invisible - Pattern of characters that nobody sees.
   * @param {string} rules.dotted - Pattern of what folding leaves of a Turkish I with a dot.
   * @param {string} rules.token - Pattern of a token.
   * @param {string} rules.marks - Class of the marks that stand on letters.
   * @param {Object<string, string>} rules.folds - Characters that fold to something else than their lower case.
   * @param {number} rules.maxCharacters - How much of a message is read.
   */
  constructor({ unknown, invisible, dotted, token, marks, folds, maxCharacters }) {
    this.unknown = new RegExp(`[${unknown}]`, 'gu');
    this.invisible = new RegExp(invisible, 'gu');
    this.dotted = new RegExp(dotted, 'gu');
    this.token = new RegExp(token, 'gu');
    this.marks = new RegExp(`[${marks}]`, 'gu');
    this.folds = new Map(Object.entries(folds));
    this.maxCharacters = maxCharacters;
  }

  /**
   * @param {string} text
   * @returns {string[]} Runs of letters and digits, case folded; single characters of scripts without spaces.
   */
  tokenise(text) {
    return this.normalise(text).match(this.token) ?? [];
  }

  /**
   * @param {string} text
   * @returns {string} The text in one spelling: NFKC, case folded, nothing invisible in it, and not too long.
   */
  normalise(text) {
    const read = beginning(text, this.maxCharacters);
    if (isAscii(read)) return read.toLowerCase();
    // A character that this browser knows and training did not is no letter here either.
    const visible = read.replace(this.unknown, ' ').replace(this.invisible, '');
    const folded = Array.from(visible.normalize('NFKC'), (c) => this.folds.get(c) ?? c.toLowerCase()).join('');
    return beginning(folded.replace(this.dotted, 'i').normalize('NFKC'), this.maxCharacters);
  }

  /**
   * @param {string} token
   * @returns {string} The token without the marks on its letters: é becomes e.
   */
  foldAccents(token) {
    return isAscii(token) ? token : token.normalize('NFD').replace(this.marks, '').normalize('NFC');
  }
}

/**
 * @param {string} text
 * @param {number} n
 * @returns {string} The first `n` characters; a character beyond 16 bits counts once, as it does in Python.
 */
export function beginning(text, n) {
  if (text.length <= n) return text;
  return Array.from(text.slice(0, 2 * n)).slice(0, n).join('');
}

/**
 * @param {string} text
 * @returns {boolean}
 */
function isAscii(text) {
  return /^[\x00-\x7f]*$/.test(text);
}
