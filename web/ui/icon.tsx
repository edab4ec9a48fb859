// The few drawings the pages use, in one stroke style.

const paths = {
  plus: "M8 3v10M3 8h10",
  close: "M4 4l8 8M12 4l-8 8",
  sun: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7",
  moon: "M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6",
  settings: "M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6M10 2.7v3.6M6 9.7v3.6",
  keyboard: "M1.5 4h13v8h-13zM4 6.6h.01M6.7 6.6h.01M9.3 6.6h.01M12 6.6h.01M5 9.5h6",
  back: "M9.5 3.5L5 8l4.5 4.5",
  trash: "M2.5 4.5h11M6 4.5V2.8h4v1.7M4 4.5l.6 8.7h6.8l.6-8.7",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  accounts:
    "M6 8a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 6 8M1.5 13.2c0-2.4 2-3.7 4.5-3.7s4.5 1.3 4.5 3.7M10.6 3.2a2.4 2.4 0 0 1 0 4.6M12.2 9.9c1.5.5 2.3 1.6 2.3 3.3",
  scissors: "M5.4 5.6L13 13M5.4 10.4L13 3M4 2.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4M4 9.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
} as const;

/** Decoration beside a text or an `aria-label`; never the only carrier of a meaning. */
export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor">
      <path d={paths[name]} stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
