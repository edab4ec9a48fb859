// Cuts text at a length without leaving half a character.

/** At most `maxChars` UTF-16 units, as every schema counts, and no surrogate pair cut in two. */
export function cutText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const next = text.charCodeAt(maxChars);
  const splitsPair = next >= 0xdc00 && next <= 0xdfff && isHighSurrogate(text.charCodeAt(maxChars - 1));
  return text.slice(0, splitsPair ? maxChars - 1 : maxChars);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
