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
