/** The page can be put on a home screen; only the kept card offers that. */
export function ForInstalling() {
  return (
    <>
      <link rel="manifest" href="/card.webmanifest" />
      <link rel="apple-touch-icon" href="/icon-192.png" />
      <meta name="theme-color" content="#0017c1" />
    </>
  );
}

/** The manifest of the card as an application of its own: it begins and ends with the one page. */
export function cardManifest({ libraryName }: { libraryName: string }): string {
  return JSON.stringify({
    id: '/card/kept',
    name: `${libraryName} 貸出カード番号`,
    short_name: '貸出カード',
    lang: 'ja',
    start_url: '/card/kept',
    scope: '/card/kept',
    display: 'standalone',
    background_color: '#faf8f3',
    theme_color: '#0017c1',
    icons: [192, 512].map((size) => ({
      src: `/icon-${size}.png`,
      sizes: `${size}x${size}`,
      type: 'image/png',
      purpose: 'any maskable',
    })),
  });
}
