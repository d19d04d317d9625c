import type { Frame } from './frame.tsx';
import { Japanese } from './japanese.tsx';

/** R5. The city that has no pickup library, if there is one: said where its readers would look for one, with what they can do. */
export function UnservedCity({ frame }: { frame: Frame }) {
  const { say, unserved, front } = frame;
  if (unserved === undefined) return null;
  const name = `${unserved.city}の図書館`;
  return (
    <p>
      {say(
        `${unserved.city}の図書館では受け取れません。${unserved.city}にお住まいの方は、${front.libraryName}のカウンターで受け取るか、`,
        'Libraries of ',
      )}
      {front.language === 'en' ? (
        <>
          <Japanese frame={frame}>{unserved.city}</Japanese> are no pickup libraries of this service. If you
          live there, pick up at the counter of the prefectural library, or use{' '}
        </>
      ) : null}
      {unserved.url ? (
        <a href={unserved.url} rel="noreferrer" lang="ja">
          {name}
        </a>
      ) : (
        <span lang="ja">{name}</span>
      )}
      {say('をご利用ください。', '.')}
    </p>
  );
}
