import type { RecordDescription, RecordDetail } from '@toshobin/contracts';

type Contributor = RecordDescription['contributors'][number];
export type Name = Pick<Contributor, 'written' | 'body'>;

/** Who had this part in a record, one by one; in a record that nobody has described further, authors and translators alone. */
export function namesOf(record: RecordDetail, role: Contributor['role']): readonly Name[] {
  const { contributors } = record.description;
  if (contributors.length > 0) return contributors.filter((one) => one.role === role);
  if (role !== 'author' && role !== 'translator') return [];
  return namesIn(record[role]).map((written) => ({ written, body: false }));
}

/** Several stand in one text, parted by ;. */
export function namesIn(text: string | null): string[] {
  return (text ?? '')
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
