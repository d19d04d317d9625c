/** The hold numbers of a card, to be looked for on the shelf: a line breaks between two of them, never within one. */
export function HoldNumbers({ held }: { held: readonly { holdNumber: string | null }[] }) {
  return (
    <>
      取り置き番号{' '}
      {held.map(({ holdNumber }, at) => (
        <span key={holdNumber}>
          {at === 0 ? '' : '、'}
          <b class="s-mark">{holdNumber}</b>
        </span>
      ))}
    </>
  );
}
