import { element, xmlDocument } from '../pages/xml.ts';

const NAMESPACE = 'http://a9.com/-/spec/opensearch/1.1/';

/**
 * The description of our search for browsers (OpenSearch 1.1): they offer it beside their own.
 * @param setting the address of the first page, and the library's name, of which 16 characters are allowed
 */
export function openSearchDescription(setting: { publicUrl: string; libraryName: string }): string {
  const { publicUrl, libraryName } = setting;
  const search = `${new URL('/search', publicUrl).href}?q={searchTerms}`;
  return xmlDocument(
    element(
      'OpenSearchDescription',
      { xmlns: NAMESPACE },
      element('ShortName', {}, [...libraryName].slice(0, 16).join('')),
      element('Description', {}, `${libraryName}の蔵書検索`),
      element('InputEncoding', {}, 'UTF-8'),
      element('Language', {}, 'ja'),
      element('Url', { type: 'text/html', method: 'get', template: search }),
    ),
  );
}
