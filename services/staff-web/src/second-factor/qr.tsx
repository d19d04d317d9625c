import { toSVG } from 'bwip-js/node';

/** A QR code with its quiet zone, black on white also in the dark. */
export function QrCode({ text, says }: { text: string; says: string }) {
  const svg = toSVG({
    bcid: 'qrcode',
    text,
    scale: 1,
    padding: 8,
    backgroundcolor: 'FFFFFF',
  });
  const [, viewBox, inside] = /^<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)<\/svg>\s*$/s.exec(svg) ?? [];
  if (viewBox === undefined || inside === undefined) throw new Error('the barcode was drawn in another way');
  return (
    <svg
      class="s-qr"
      role="img"
      aria-label={says}
      viewBox={viewBox}
      shape-rendering="crispEdges"
      dangerouslySetInnerHTML={{ __html: inside }}
    />
  );
}
