import { expect, test } from '@jest/globals';
import { renderPage, sayIn } from '@toshobin/web';
import { LibraryPhone } from './phone.tsx';

test('a pickup library’s telephone is there to be tapped, and one that nobody has entered yet is not spoken of', () => {
  const drawn = (phone: string) => renderPage(<LibraryPhone library={{ phone }} say={sayIn('ja')} />);
  expect(drawn('0964-00-0000')).toContain('電話 <a href="tel:0964000000" class="tap tel">0964-00-0000</a>');
  expect(drawn('')).toBe('<!doctype html>\n');
});
