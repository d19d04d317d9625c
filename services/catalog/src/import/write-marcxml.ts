import { isDataField, type MarcField, type MarcRecord } from './marc-record.ts';

const BEGIN = '<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n';
const END = '</collection>\n';

/** Records as MARCXML: the parts of a document, one after another. */
export async function* writeMarcXml(
  records: Iterable<MarcRecord> | AsyncIterable<MarcRecord>,
): AsyncGenerator<string> {
  yield BEGIN;
  for await (const { leader, fields } of records)
    yield `<record><leader>${escaped(leader)}</leader>${fields.map(fieldOf).join('')}</record>\n`;
  yield END;
}

function fieldOf(field: MarcField): string {
  if (!isDataField(field))
    return `<controlfield tag="${escaped(field.tag)}">${escaped(field.text)}</controlfield>`;
  const { tag, indicators, subfields } = field;
  // Some systems add fields with a text alone to those of MARC: FMT BK.
  if (subfields.length === 0) return fieldOf({ tag, text: indicators });
  const texts = subfields.map(
    ([code, text]) => `<subfield code="${escaped(code)}">${escaped(text)}</subfield>`,
  );
  const [one = ' ', two = ' '] = indicators;
  return `<datafield tag="${escaped(tag)}" ind1="${escaped(one)}" ind2="${escaped(two)}">${texts.join('')}</datafield>`;
}

/** A text for XML, without the control characters that XML can't hold. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
