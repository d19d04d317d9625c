const paths = {
  search: 'M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0zM16.5 16.5 21 21',
  basket: 'M3 9h18l-2 11H5zM8 9l3-6M16 9l-3-6M9 13v3M15 13v3',
  book: 'M12 6c-2-1.5-5-2-9-2v14c4 0 7 .5 9 2 2-1.5 5-2 9-2V4c-4 0-7 .5-9 2zM12 6v14',
  card: 'M2.5 5h19v14h-19zM6 9v6M9 9v6M11.5 9v6M15 9v6M18 9v6',
  ok: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM8 12.5l2.8 2.8L16 9.5',
  clock: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 7v5.5l3.5 2',
  stop: 'M8 2h8l6 6v8l-6 6H8l-6-6V8zM8 8l8 8M16 8l-8 8',
  info: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 11v5M12 8v.01',
  box: 'm12 3 9 4.5v9L12 21l-9-4.5v-9zM3 7.5l9 4.5 9-4.5M12 12v9',
  truck: 'M2 6h12v11H2zM14 10h4l4 4v3h-8zM9.2 18.5a2.2 2.2 0 1 1-4.4 0M19.2 18.5a2.2 2.2 0 1 1-4.4 0',
  back: 'M9 5 3 11l6 6M3 11h11a6 6 0 0 1 0 12',
  home: 'M3 11l9-8 9 8v10H3zM9.5 21v-6h5v6',
  list: 'M9 5h12M9 12h12M9 19h12M4 5h.1M4 12h.1M4 19h.1',
  hold: 'M6 3h12v18l-6-4.5L6 21z',
  shelf: 'M4 3v18M20 3v18M4 12h16M4 21h16M4 3h16M8 6v6M12 5v7M16 7v5M9 15v6M13 15v6',
  ask: 'M12 3l10 18H2zM12 10v5M12 18v.2',
  remove: 'M6 6l12 12M18 6 6 18',
  pin: 'M12 21c-4-4.5-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2.5 6.5-6.5 11zM14.3 10a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0z',
  phone: 'M5 3h4l2 5-2.5 2a11 11 0 0 0 5.5 5.5L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z',
  question:
    'M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0zM9 9.2a3 3 0 1 1 4.6 2.6c-1 .7-1.6 1.2-1.6 2.4M12 17.6v.2',
  calendar: 'M3 5h18v16H3zM3 10h18M8 2v5M16 2v5',
  chart: 'M3 21h18M6 21v-8M11 21V7M16 21v-6M20 21V4',
  audit: 'M5 3h14v18H5zM9 8h6M9 12h6M9 16h4',
  people:
    'M13 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM2 21c0-5 3-7 7-7s7 2 7 7M16 4.5a4 4 0 0 1 0 7M18 14.5c3 .8 4 3 4 6.5',
  print: 'M7 8V3h10v5M7 17H3V8h18v9h-4M7 13h10v8H7z',
  undo: 'M4 12a8 8 0 1 0 2.6-5.9M4 3v5h5',
  mail: 'M3 5h18v14H3zM3 6l9 7 9-7',
  arrow: 'M4 12h15M13 6l6 6-6 6',
  part: 'M21.5 12a9.5 9.5 0 1 1-19 0 9.5 9.5 0 0 1 19 0zM14.5 12a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
  cover: 'M6 3h9l4 4v14H6zM3 6v17h12',
  camera: 'M3 7h4l2-3h6l2 3h4v13H3zM16 13a4 4 0 1 1-8 0 4 4 0 0 1 8 0z',
  signal: 'M2 9a16 16 0 0 1 20 0M5.5 13a10 10 0 0 1 13 0M9 16.5a5 5 0 0 1 6 0M12 20v.2',
  disc: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM14.5 12a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
  give: 'M3 13l4-3 5 1 4 1.5M3 19h4l6 2 8-5c-.6-1.4-2-1.6-3-1l-4 1.5M9 8V3h9v8',
} as const;

export type IconName = keyof typeof paths;

/** A drawing beside words; it says nothing that the words do not say. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
