// @ts-check
// A slip that was asked for is printed at once, and the work goes on where it was.
addEventListener('load', () => print());
addEventListener('afterprint', () => {
  const back = document.querySelector('.p-bar a');
  if (back instanceof HTMLAnchorElement) back.click();
});
