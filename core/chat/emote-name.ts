// Recognises emote names that no platform marked: those of browser extensions, and all of them in an imported log.

// Twitch's oldest global emotes look like ordinary capitalised words.
const plainNames = new Set(
  (
    "Kappa Keepo Kreygasm Jebaited Squid1 LUL LULW KEKW OMEGALUL Pog POG PogU Pogs Sadge Clap EZ Kapp Kippa Poggers " +
    "POGGERS Pepega Bedge Madge Copium COPIUM Aware Prayge Susge Gayge Stare ICANT Cereal modCheck catJAM Pepelaugh"
  ).split(" "),
);
// `PogChamp`, `monkaS`, `lobosHype`, `SMOrc`: letters and digits with a capital after a small letter, or two capitals
// and then small ones, which no ordinary word has.
const shape = /^(?=.{3,30}$)[A-Za-z0-9]*(?:[a-z0-9][A-Z]|[A-Z]{2}[a-z])[A-Za-z0-9]*$/;

export function looksLikeEmoteName(word: string): boolean {
  return plainNames.has(word) || (shape.test(word) && /[a-z]/.test(word));
}
