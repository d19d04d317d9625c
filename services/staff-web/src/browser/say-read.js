// @ts-check
// What the page itself says below the field of what it did not understand, and where else it says something.

/** @type {Record<string, [string, string]>} */
export const WORDS = {
  short: [
    '番号が足りません',
    'もう一度 読み取ってください。同じなら、県立図書館の番号ではありません。まだ何も変わっていません。',
  ],
  long: [
    '番号が長すぎます',
    '続けて読んだ番号がつながったようです。1点ずつ 読み直してください。まだ何も変わっていません。',
  ],
  strange: [
    '番号を読めません',
    '日本語入力がオンです。もう一度 読み取ってください。まだ何も変わっていません。',
  ],
  two: ['2点を続けて読みましたか', 'まだ何も変わっていません。'],
  early: ['答えを待っています', '数字は、答えが出てからもう一度 押してください。'],
  twice: ['同じ番号を続けて読みました', '1回と数えました。'],
};

/** @param {string} tag @param {string} words @param {string} [look] */
export function element(tag, words, look = '') {
  const made = document.createElement(tag);
  made.className = look;
  made.textContent = words;
  return made;
}

/** @param {string} words @param {() => void} work @param {string} [key] */
export function button(words, work, key) {
  const made = /** @type {HTMLButtonElement} */ (element('button', words, 'btn btn--second'));
  made.type = 'button';
  made.addEventListener('click', work);
  if (key) made.append(element('kbd', key));
  return made;
}

/**
 * Places that stay while the page is drawn anew: `said` below the field, `waits` at the lower edge of the screen, where
 * it moves no answer.
 * @param {HTMLInputElement} field
 */
export function placesFor(field) {
  const [said, waits] = [element('div', '', 's-said'), element('div', '', 's-waiting')];
  const put = () => {
    if (!field.isConnected) return;
    field.form?.after(said);
    field.closest('main')?.append(waits);
  };
  document.addEventListener('drawn', put);
  put();
  // Read out by a screen reader; the answer itself is drawn without a new page.
  const heard = element('p', '', 'visually-hidden');
  heard.setAttribute('role', 'status');
  document.body.append(heard);
  document.addEventListener('drawn', () => {
    heard.textContent = document.title;
  });
  return { said, waits, heard };
}
