import type { Front, Say } from '@toshobin/web';

/** The library's number, to be tapped. */
export function Phone({ front }: { front: Pick<Front, 'phone'> }) {
  return <Tapped number={front.phone} classes="tel" />;
}

/** A pickup library's number; nothing while its staff have not entered it. */
export function LibraryPhone({ library, say }: { library: { phone: string }; say: Say }) {
  if (library.phone === '') return null;
  return (
    <>
      {say('電話', 'Tel.')} <Tapped number={library.phone} classes="tap tel" />
    </>
  );
}

function Tapped({ number, classes }: { number: string; classes: string }) {
  return (
    <a href={`tel:${number.replaceAll('-', '')}`} class={classes}>
      {number}
    </a>
  );
}
