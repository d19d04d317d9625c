import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes';
import { isDataField, type MarcField, type MarcRecord, type Subfield } from './marc-record.ts';
import { type Reading, refused } from './refused.ts';

/** A record of a file of MARCXML, and the line that it begins in. */
interface XmlRecord {
  line: number;
  record: Reading<MarcRecord>;
}

/**
 * The records of a MARCXML stream, whatever stands around them (a collection, OAI-PMH). A stream that is not
 * well-formed can't be read on from, wherever the chunks end: the last answer then says where it breaks.
 */
export async function* readMarcXml(chunks: AsyncIterable<string>): AsyncGenerator<XmlRecord> {
  const found: XmlRecord[] = [];
  let fault: { line: number; says: string } | undefined;
  const parser = new SaxesParser({ xmlns: true, position: true });
  parser.on('error', (error) => {
    fault ??= { line: parser.line, says: error.message };
  });
  let leader = '';
  let line = 0;
  let fields: MarcField[] = [];
  let field: { tag: string; indicators: string; subfields: Subfield[] } | undefined;
  let code: string | undefined;
  let text = '';
  parser.on('opentag', (element: SaxesTagNS) => {
    text = '';
    switch (element.local) {
      case 'record':
        leader = '';
        fields = [];
        line = parser.line;
        break;
      case 'datafield':
        field = {
          tag: attribute(element, 'tag'),
          indicators: attribute(element, 'ind1', ' ') + attribute(element, 'ind2', ' '),
          subfields: [],
        };
        break;
      case 'subfield':
      case 'controlfield':
        code = attribute(element, element.local === 'subfield' ? 'code' : 'tag');
        break;
    }
  });
  parser.on('text', (more) => {
    text += more;
  });
  parser.on('cdata', (more) => {
    text += more;
  });
  parser.on('closetag', (element: SaxesTagNS) => {
    switch (element.local) {
      case 'leader':
        leader = text;
        break;
      case 'controlfield':
        fields.push({ tag: code ?? '', text });
        break;
      case 'subfield':
        field?.subfields.push([code ?? '', text]);
        break;
      case 'datafield':
        if (field !== undefined) fields.push(field);
        field = undefined;
        break;
      case 'record':
        // The envelope of OAI-PMH has the same name.
        if (fault === undefined && (leader !== '' || fields.length > 0))
          found.push({ line, record: checked({ leader, fields }) });
        leader = '';
        fields = [];
        break;
    }
    text = '';
  });
  for await (const chunk of chunks) {
    parser.write(chunk);
    yield* found.splice(0);
    if (fault !== undefined) break;
  }
  if (fault === undefined) parser.close();
  yield* found.splice(0);
  if (fault !== undefined) yield { line: fault.line, record: refused('NOT_XML', fault.says) };
}

function attribute(element: SaxesTagNS, name: string, otherwise = ''): string {
  const found: SaxesAttributeNS | undefined = element.attributes[name];
  return found === undefined || found.value === '' ? otherwise : found.value;
}

function checked(record: MarcRecord): Reading<MarcRecord> {
  if (record.leader.length !== 24) return refused('NOT_MARC', record.leader);
  const wrong = record.fields.find((field) => !isField(field));
  return wrong === undefined ? { ok: true, value: record } : refused('DIRECTORY_WRONG', wrong.tag);
}

/** Whether ISO 2709 can hold the field: codes and indicators are one character of ASCII each. */
function isField(field: MarcField): boolean {
  if (!/^[0-9A-Za-z]{3}$/.test(field.tag)) return false;
  if (!isDataField(field)) return true;
  return /^[ -~]{2}$/.test(field.indicators) && field.subfields.every(([code]) => /^[ -~]$/.test(code));
}
