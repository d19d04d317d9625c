import { drawBarcode, inFours } from './draw-barcode.ts';

/** The barcode and the digits of a card; whoever can't see the bars reads the digits, and a desk can type them. */
export function CardNumber({ cardNumber, words }: { cardNumber: string; words: string }) {
  return (
    <>
      <div
        role="img"
        aria-label={words}
        dangerouslySetInnerHTML={{
          __html: drawBarcode(cardNumber).replace('<svg ', '<svg aria-hidden="true" '),
        }}
      />
      <p class="digits">{inFours(cardNumber)}</p>
    </>
  );
}
