import { type Asked, fieldsOf } from './asked.ts';

/** The advanced search, filled in with what is asked for now. */
export function advancedPath(asked: Asked): string {
  const query = String(new URLSearchParams(fieldsOf({ ...asked, page: 1 })));
  return query === '' ? '/search/advanced' : `/search/advanced?${query}`;
}
