import { Fragment } from 'preact';

/** Where the name of a library may break: before what kind of library it is. */
const BEFORE_ITS_KIND = /(?=図書館|図書室|生涯学習センター|[(（])/;

/** A sentence that breaks at its new lines, and within a library's name only before 図書館 and the like. */
export function Breakable({ text }: { text: string }) {
  return (
    <>
      {text.split('\n').map((line, n) => (
        <Fragment key={line}>
          {n > 0 ? <br /> : null}
          {line.split(BEFORE_ITS_KIND).map((part, m) => (
            <Fragment key={part}>
              {m > 0 ? <wbr /> : null}
              {part}
            </Fragment>
          ))}
        </Fragment>
      ))}
    </>
  );
}
