import type { Frame } from '../pages/frame.tsx';

/** What of the basket is not applied for now; the basket says why. */
export function LeftInBasket({ frame: { say }, left }: { frame: Frame; left: number }) {
  if (left === 0) return null;
  return (
    <p>
      {say(
        `予約かごのほかの${left}点は、今は申し込めないため、かごに残ります。`,
        `${left} more in your basket can’t be reserved now and stay there. `,
      )}
      <a href="/basket">{say('理由を見る', 'See why')}</a>
    </p>
  );
}
