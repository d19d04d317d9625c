// @ts-check
// What a key stands for, and where text is typed.

/** @param {EventTarget | null} target @returns {target is HTMLInputElement | HTMLTextAreaElement} */
export function isTextField(target) {
  if (target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !/^(button|submit|checkbox|radio|reset|file)$/.test(target.type)
  );
}

/** Numbers are meant to be typed there. @param {HTMLInputElement | HTMLTextAreaElement} other */
export function takesNumbers(other) {
  return /^(numeric|tel)$/.test(other.inputMode) || other.type === 'search';
}

/** @param {KeyboardEvent} event */
export function isEnter({ key, code }) {
  return key === 'Enter' || code === 'Enter' || code === 'NumpadEnter';
}

/** The digit or letter of a label that a key stands for, also while an input method hides it. @param {KeyboardEvent} event */
export function characterOf({ key, code }) {
  if (/^[0-9A-Da-d０-９]$/.test(key)) return key.normalize('NFKC');
  const hidden = key === 'Process' || key === 'Unidentified' || key === '';
  const named = hidden ? /^(?:Digit|Numpad)(\d)$|^Key([A-D])$/.exec(code) : null;
  return named?.[1] ?? named?.[2] ?? '';
}
