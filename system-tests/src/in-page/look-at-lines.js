// Runs inside a page: words of which nearly every letter stands in a line of its own, and what is cut off at a side of
// the box around it.
(() => {
  const LETTERS_A_LINE = 1.6;
  const PHONE = 608;
  const isShown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1;
  const nameOf = ({ localName, className }, text) => `${localName}.${className} 「${text.slice(0, 30)}」`;

  /** The lines in which a piece of text stands. */
  const linesOf = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  };
  /** What cuts off at its sides: a box that can't be moved sideways, or one in which nobody expects to move words. */
  const edgeOf = (element) => {
    let inTable = element.localName === 'table';
    for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) {
      const { overflowX } = getComputedStyle(one);
      if (one.localName === 'table') inTable = true;
      if (one.hasAttribute('tabindex') || (inTable && /auto|scroll/.test(overflowX))) return undefined;
      if (overflowX !== 'visible') return one;
    }
    return undefined;
  };
  const isCutOff = (element) => {
    const edge = edgeOf(element);
    if (!edge || edge.clientWidth <= 1) return false;
    const left = edge.getBoundingClientRect().left + edge.clientLeft;
    const own = element.getBoundingClientRect();
    return own.right > left + edge.clientWidth + 1 || own.left < left - 1;
  };

  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.trim();
    const around = node.parentElement;
    if (text === '' || around.closest('script, style, svg, option, textarea') || !isShown(around)) continue;
    // On a phone a sheet of paper is only looked at.
    if (innerWidth < PHONE && around.closest('.p-sheet')) continue;
    const lines = linesOf(node);
    if (lines > 2 && text.length / lines < LETTERS_A_LINE) {
      faults.push(`lines: ${lines} lines of ${nameOf(around, text)}`);
    }
    if (isCutOff(around)) faults.push(`lines: cut off is ${nameOf(around, text)}`);
  }
  return faults;
})();
