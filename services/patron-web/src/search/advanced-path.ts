import { type Asked, fieldsOf } from './asked.ts';

/** The advanced search, filled in with what is asked for now. */
export function advancedPath(asked: Asked, more: [name: string, value: string][] = []): string {
  const query = String(new URLSearchParams([...more, ...fieldsOf({ ...asked, page: 1 })]));
  return query === '' ? '/search/advanced' : `/search/advanced?${query}`;
}
