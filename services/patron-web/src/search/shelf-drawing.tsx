/** Spines of books: tone, left edge, top edge, width; all stand on the board at 72. */
const spines = [
  ['a', 4, 22, 18],
  ['b', 23, 14, 24],
  ['c', 48, 28, 14],
  ['a', 63, 10, 20],
  ['c', 84, 18, 26],
  ['b', 111, 32, 12],
  ['a', 156, 20, 16],
  ['c', 173, 26, 28],
  ['b', 202, 8, 18],
  ['c', 221, 24, 24],
  ['a', 292, 30, 20],
  ['b', 313, 22, 26],
  ['c', 340, 14, 12],
  ['a', 353, 28, 22],
  ['c', 376, 10, 16],
  ['b', 393, 18, 28],
  ['b', 422, 32, 18],
  ['a', 441, 12, 24],
  ['c', 466, 20, 14],
  ['b', 481, 26, 20],
  ['c', 502, 8, 26],
  ['a', 529, 24, 12],
  ['a', 542, 16, 22],
  ['b', 565, 30, 16],
  ['c', 582, 22, 28],
  ['a', 611, 14, 18],
  ['c', 630, 28, 24],
  ['b', 655, 10, 14],
  ['b', 670, 18, 20],
  ['a', 691, 32, 26],
] as const;
/** Two lines on the spine of the books of tone b: left edge, height, width. */
const lines = [
  [28, 22, 14],
  [116, 40, 2],
  [207, 16, 8],
  [318, 30, 16],
  [398, 26, 18],
  [486, 34, 10],
  [570, 38, 6],
  [660, 18, 4],
] as const;

/** A shelf of books, one of them ours; decoration. */
export function ShelfDrawing() {
  return (
    <div class="hero-shelf">
      <svg width="100%" height="72" aria-hidden="true">
        <defs>
          <pattern id="shelf" width="728" height="72" patternUnits="userSpaceOnUse">
            {spines.map(([tone, x, y, width]) => (
              <rect key={x} class={tone} x={x} y={y} width={width} height={72 - y} rx="1.5" />
            ))}
            {lines.map(([x, y, width]) => (
              <path key={x} class="l" d={`M${x} ${y}h${width}m-${width} 4h${width}`} />
            ))}
            <rect x="124" y="10" width="30" height="62" rx="2" fill="var(--key)" />
            <path d="M124 44h30" stroke="var(--accent)" stroke-width="4" />
            <path class="c" d="M252 72 270 18l17 6-16 48z" />
          </pattern>
        </defs>
        <rect width="100%" height="72" fill="url(#shelf)" />
      </svg>
    </div>
  );
}
