// Runs inside a page: what sticks out sideways, the innermost only.
(() => {
  const wide = document.documentElement.scrollWidth;
  if (wide <= innerWidth) return [];
  const out = [...document.body.querySelectorAll('*')].filter((element) => {
    const { right, width } = element.getBoundingClientRect();
    return width > 0 && right > innerWidth + 1 && element.checkVisibility();
  });
  const innermost = out.filter(
    (element) => !out.some((other) => other !== element && element.contains(other)),
  );
  return innermost
    .slice(0, 3)
    .map(
      ({ localName, className, textContent }) =>
        `${localName}.${className} 「${textContent.trim().slice(0, 30)}」`,
    )
    .concat(`the page is ${wide} wide`);
})();
