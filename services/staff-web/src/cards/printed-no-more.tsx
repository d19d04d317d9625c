/** R1. Where the address and another card are had from once the card is in the post: its application knows its patron no more. */
export const PRINTED_NO_MORE =
  'もう一度要るときは、電話受付でその方を捜します。ご住所が分かり、「新しい番号にする」を押すと、新しいカードが郵送待ちになります。';

export function PrintedNoMore() {
  const [before, after] = PRINTED_NO_MORE.split('電話受付');
  return (
    <>
      {before}
      <a href="/phone">電話受付</a>
      {after}
    </>
  );
}
