/** A spreadsheet takes a cell that begins like this for a formula; an apostrophe in front makes it text. */
const LIKE_A_FORMULA = /^[=+\-@\t\r]/;

/** A line of a CSV file that a spreadsheet opens: every cell quoted, in one line, none a formula. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => cellOf(String(cell))).join(',')}\r\n`;
}

function cellOf(value: string): string {
  const safe = LIKE_A_FORMULA.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""').replaceAll(/[\r\n]+/g, ' ')}"`;
}
