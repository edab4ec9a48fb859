// What the head of every page begins with, whoever makes the page: the Worker renders it, and the build writes it into the
// pages that are files. The theme is chosen before the first paint.
export const documentHead = [
  '<meta charset="utf-8" />',
  '<meta name="viewport" content="width=device-width, initial-scale=1" />',
  '<meta name="color-scheme" content="dark light" />',
  '<script src="/theme.js"></script>',
  '<link rel="icon" href="/favicon.svg" type="image/svg+xml" />',
].join("\n    ");
