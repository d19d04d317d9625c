import { Fragment } from 'preact';

/** Where the name of a library may break: before what kind of library it is. The prefectural one is a word. */
const BEFORE_ITS_KIND = /(?<!県立)(?=図書館|図書室|生涯学習センター|\()/;
/** A date is read as one, with the brackets around it: the year, and the rest of it. */
const DATE = /(（\d{4}年\d+月\d+日（.）(?:まで)?）|\d{4}年\d+月\d+日（.）(?:まで)?)/;
const AFTER_ITS_YEAR = /(?<=年)/;

/** A sentence that breaks at its new lines, within a library's name only before 図書館 and the like, and in no date. */
export function Breakable({ text }: { text: string }) {
  return (
    <>
      {text.split('\n').map((line, n) => (
        <Fragment key={line}>
          {n > 0 ? <br /> : null}
          {line
            .split(DATE)
            .map((part) =>
              DATE.test(part) ? <DateAsOne key={part} text={part} /> : <Names key={part} text={part} />,
            )}
        </Fragment>
      ))}
    </>
  );
}

/** One that is wider than its line (large, on a phone) breaks after its year, and nowhere else. */
function DateAsOne({ text }: { text: string }) {
  return (
    <span class="nowrap">
      {text.split(AFTER_ITS_YEAR).map((part) => (
        <span class="nowrap" key={part}>
          {part}
        </span>
      ))}
    </span>
  );
}

function Names({ text }: { text: string }) {
  return (
    <>
      {text.split(BEFORE_ITS_KIND).map((part, n) => (
        <Fragment key={part}>
          {n > 0 ? <wbr /> : null}
          {part}
        </Fragment>
      ))}
    </>
  );
}
