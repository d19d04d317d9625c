// Runs inside a page: everything that can be focused is in sight when it is, uncovered, with a ring around it.
// Whoever calls has pressed a key before, so that the browser shows focus as for a keyboard.
(() => {
  const nameOf = (element) =>
    `${element.localName}${element.id ? `#${element.id}` : ''} 「${element.textContent.trim().slice(0, 30)}」`;
  const hasRing = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
  };
  const before = document.activeElement;
  const faults = [];
  for (const element of document.querySelectorAll('a[href], button, summary, input, select, textarea')) {
    if (
      element.type === 'hidden' ||
      element.disabled ||
      !element.checkVisibility({ visibilityProperty: true })
    )
      continue;
    element.focus({ focusVisible: true });
    if (document.activeElement !== element) {
      faults.push(`focus: ${nameOf(element)} takes no focus`);
      continue;
    }
    const shown = ['radio', 'checkbox'].includes(element.type) ? (element.labels?.[0] ?? element) : element;
    // A link that goes on over two lines has a box for each.
    const { left, top, width, height } = [...shown.getClientRects()][0] ?? {
      left: 0,
      top: 0,
      width: 0,
      height: 0,
    };
    const [x, y] = [left + width / 2, top + height / 2];
    const hit = document.elementFromPoint(x, y);
    if (width === 0 || x < 0 || y < 0 || x > innerWidth || y > innerHeight) {
      faults.push(`focus: ${nameOf(element)} is out of sight when focused`);
    } else if (hit === null || !(shown.contains(hit) || hit.contains(shown))) {
      faults.push(`focus: ${nameOf(element)} is covered by ${hit ? nameOf(hit) : 'nothing'}`);
    }
    if (!hasRing(element) && !hasRing(shown)) faults.push(`focus: ${nameOf(element)} shows no focus`);
  }
  if (before instanceof HTMLElement) before.focus();
  scrollTo(0, 0);
  return faults;
})();
