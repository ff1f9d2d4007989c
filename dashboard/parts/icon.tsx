const PATHS = {
  overview: 'M3 6l6-3 6 3 6-3v15l-6 3-6-3-6 3zM9 3v15M15 6v15',
  alerts: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
  stations: 'M12 12v9M8.5 8.5a5 5 0 0 1 7 0M5.5 5.5a9.2 9.2 0 0 1 13 0M12 11.5a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1',
  warnings: 'M5 21V4M5 4h13l-3 4 3 4H5',
  cases: 'M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5',
  ledger: 'M5 5h14v4H5zM5 13h14v4H5zM12 9v4M12 17v4',
  notices: 'M4 6h16v12H4zM4 7l8 6 8-6',
  chart: 'M4 4v16h16M8 15l3-5 4 3 4-7',
  download: 'M12 4v11M7.5 11l4.5 4.5L16.5 11M5 20h14',
  close: 'M6 6l12 12M18 6L6 18',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing beside a word; never alone without a name, so it is hidden from screen readers. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
