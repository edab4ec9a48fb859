// The keys that move through what plays, as a page's help lists them.

export const playKeyHelp: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ["←", "→"], does: "10 seconds back and forward" },
  { keys: ["Shift + ←", "Shift + →"], does: "A minute back and forward" },
  { keys: ["L"], does: "To the newest picture" },
  { keys: ["M"], does: "Sound on or off" },
  { keys: ["+", "−"], does: "Louder and quieter" },
];
