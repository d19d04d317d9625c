/**
 * Whether a password has letters, digits or blanks of full width in it. It is taken exactly as typed; but whoever
 * forgot to switch the keyboard sees only dots.
 */
export function hasFullWidth(password: string): boolean {
  return /[\uFF01-\uFF5E\u3000]/.test(password);
}
