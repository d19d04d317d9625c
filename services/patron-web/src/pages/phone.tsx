import type { Front } from '@toshobin/web';

/** The library's number, to be tapped. */
export function Phone({ front }: { front: Pick<Front, 'phone'> }) {
  return (
    <a href={`tel:${front.phone.replaceAll('-', '')}`} class="tel">
      {front.phone}
    </a>
  );
}
