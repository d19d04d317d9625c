/**
 * The head of a page that search engines may come across, and that people pass on.
 *
 * @param path the one address of what the page shows
 * @param indexed false for lists: what is in them is found by its own page
 * @param shared what another site shows of it
 */
export function SearchHead(props: {
  publicUrl: string;
  path: string;
  indexed: boolean;
  shared?: { title: string; description: string };
}) {
  const address = (path: string) => new URL(path, props.publicUrl).href;
  const { shared } = props;
  return (
    <>
      <link rel="canonical" href={address(props.path)} />
      {props.indexed ? null : <meta name="robots" content="noindex, follow" />}
      {shared ? (
        <>
          <meta name="description" content={shared.description} />
          <meta property="og:type" content="website" />
          <meta property="og:title" content={shared.title} />
          <meta property="og:description" content={shared.description} />
          <meta property="og:url" content={address(props.path)} />
          <meta property="og:image" content={address('/preview.png')} />
        </>
      ) : null}
    </>
  );
}
