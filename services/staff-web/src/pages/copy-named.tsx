import { useFrame } from './frame.tsx';

/** A copy by its number; at the prefectural desk under its title, with author and shelf mark. */
export function CopyNamed({ barcode }: { barcode: string }) {
  const known = useFrame().copies?.get(barcode);
  if (known === undefined) return <span class="s-num">{barcode}</span>;
  const { title, author, shelfMark } = known;
  return (
    <>
      {title}
      <small class="s-sub">
        {author === '' ? '' : `${author}　`}
        {shelfMark}　<span class="s-num">{barcode}</span>
      </small>
    </>
  );
}

/** The same in a sentence: a number that nothing is read beside says that it is a copy's. */
export function CopyOrNumber({ barcode }: { barcode: string }) {
  return (
    <>
      {useFrame().copies?.has(barcode) ? '' : '資料番号 '}
      <CopyNamed barcode={barcode} />
    </>
  );
}
