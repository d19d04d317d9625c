import { withStartAndStop } from '@toshobin/contracts';
import { toSVG } from 'bwip-js/node';

/** The drawing of an NW-7 barcode, start and stop A, its quiet zone included. */
function drawNw7(number: string): { viewBox: string; inside: string } {
  const svg = toSVG({
    bcid: 'rationalizedCodabar',
    text: withStartAndStop(number),
    paddingwidth: 10,
    backgroundcolor: 'FFFFFF',
  });
  const parts = /^<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)<\/svg>\s*$/s.exec(svg);
  const [, viewBox, inside] = parts ?? [];
  if (viewBox === undefined || inside === undefined) throw new Error('the barcode was drawn in another way');
  return { viewBox, inside };
}

/** A number as NW-7, black on white, so large on paper; the digits stand below it. `pushed`: away from what is around it. */
export function Nw7(props: {
  number: string;
  says: string;
  width: string;
  height: string;
  pushed?: boolean;
}) {
  const { viewBox, inside } = drawNw7(props.number);
  return (
    <div class={props.pushed ? 'p-center p-push' : 'p-center'}>
      <svg
        class="s-bars"
        role="img"
        aria-label={`${props.says} ${props.number}`}
        viewBox={viewBox}
        preserveAspectRatio="none"
        width={props.width}
        height={props.height}
        dangerouslySetInnerHTML={{ __html: inside }}
      />
      <p class="p-code">{props.number}</p>
    </div>
  );
}
