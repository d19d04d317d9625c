import { Notice } from '@toshobin/web';
import { type Frame, StaffPage } from '../pages/frame.tsx';

/** A piece of work: how many wait, and where it is done. No number: what counts it is away just now. */
export interface Tile {
  href: string;
  name: string;
  count: number | undefined;
  unit: '点' | '個' | '件';
}

export function TodayPage(props: {
  frame: Frame;
  library: string;
  tiles: readonly Tile[];
  notAllowed: boolean;
}) {
  const { frame, tiles } = props;
  return (
    <StaffPage frame={frame} title="今日の仕事" at="/">
      <h1>今日の仕事</h1>
      <p>{props.library}</p>
      {props.notAllowed ? <Notice tone="wait">このアカウントでは使えない画面です。</Notice> : null}
      <ul class="s-tiles">
        {tiles.map((tile) => (
          <li key={tile.href + tile.name}>
            <a class="s-tile" href={tile.href}>
              <span>{tile.name}</span>
              <b>
                {tile.count ?? '－'}
                <small>{tile.unit}</small>
              </b>
            </a>
          </li>
        ))}
      </ul>
    </StaffPage>
  );
}
