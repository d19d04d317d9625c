/**
 * The head of a page that search engines may come across.
 *
 * @param path the one address of what the page shows
 * @param indexed false for lists: what is in them is found by its own page
 */
export function SearchHead(props: { publicUrl: string; path: string; indexed: boolean }) {
  return (
    <>
      <link rel="canonical" href={new URL(props.path, props.publicUrl).href} />
      {props.indexed ? null : <meta name="robots" content="noindex, follow" />}
    </>
  );
}
