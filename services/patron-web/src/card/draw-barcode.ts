import { withStartAndStop } from '@toshobin/contracts';
import { toSVG } from 'bwip-js/node';

/**
 * The card's number as an NW-7 picture (SVG), start and stop A: black bars with ten modules of quiet zone on either side,
 * on a white ground that is drawn and so printed. It stretches to the width of its place as a whole, so that wide and
 * narrow bars keep their measure.
 */
export function drawBarcode(cardNumber: string): string {
  const svg = toSVG({
    bcid: 'rationalizedCodabar',
    text: withStartAndStop(cardNumber),
    paddingwidth: 10,
    backgroundcolor: 'FFFFFF',
  });
  return svg.replace('<svg ', '<svg preserveAspectRatio="none" shape-rendering="crispEdges" ');
}

/** The number as people read it out: 2001 2340. */
export function inFours(cardNumber: string): string {
  return cardNumber.replace(/(\d{4})(?=\d)/g, '$1 ');
}
