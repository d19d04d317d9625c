// @ts-check
// A slip is printed by its button. One that was asked for by 「印刷する」 is printed at once, and the work goes on where it was.
const button = document.getElementById('print');
if (button instanceof HTMLButtonElement) {
  button.addEventListener('click', () => print());
  button.hidden = false;
}
if ('atOnce' in document.body.dataset) {
  addEventListener('load', () => print());
  addEventListener('afterprint', () => {
    const back = document.querySelector('.p-bar a');
    if (back instanceof HTMLAnchorElement) back.click();
  });
}
