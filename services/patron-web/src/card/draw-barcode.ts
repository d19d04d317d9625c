import { withStartAndStop } from '@toshobin/contracts';
import { toSVG } from 'bwip-js/node';

/** The card's number as an NW-7 picture (SVG), start and stop A, with its quiet zone. */
export function drawBarcode(cardNumber: string): string {
  return toSVG({
    bcid: 'rationalizedCodabar',
    text: withStartAndStop(cardNumber),
    paddingwidth: 10,
    backgroundcolor: 'FFFFFF',
  });
}
