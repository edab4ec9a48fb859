// Does this message ask somebody to clip what just happened? People rarely mean anything else by it, in any language.

// A request is short. A longer message that says "clip" tells a story about one.
const maxWords = 10;
const clipCommand = /^ !(?:clip|klip)(?: |me )/;
const objects =
  "it|that|this|dat|dis|tht|taht|him|her|them|now|pls|plz|please|pleas|someone|someboy|somebody|chat|guys|mods";
/** All patterns see folded words: lower case, no accents, no doubled letters, a space at either end. */
const requests: readonly RegExp[] = [
  new RegExp(
    `(?<! (?:the|a|this|that|his|her|my|your|their|old|last|new|nice|god|great|which|what|wich)) clip (?:${objects}) `,
  ),
  / (?:get|got|ned|want|wana|make) (?:a|the|that|this) clip /,
  / (?:someone|somebody|anyone|anybody|mods|chat|please|pls|plz|can we|can i get a|who|where is the|wheres the) clip /,
  / (?:any|some)(?:one|body) clip(?:ed|ing)? (?:that|it|this) /,
  // Spanish, Portuguese, Italian, French, German, Dutch, Polish, Turkish, after folding.
  / (?:clipea|clipeal[oa]|clipea eso|clipen|clipenlo|clip eso|haz(?:me)? clip|hagan (?:un )?clip|saquen clip) /,
  / (?:clipa|clipa (?:isso|ai|esa)|clipem|clipem iso|faz (?:o |um )?clipe?|clip iso|clipate|clipala|clipatela|fate (?:una )?clip) /,
  / (?:clipez|clip ca|faites un clip|on clip|clip das|clip(?:t|en) (?:das|es|bite|dat)|klip(?:t|en) (?:das|es|bite|dat)|das clip(?:en|t)|bite clip(?:en|t)) /,
  / (?:klipuj|klipujcie|sklipuj|sklipujcie|klip al|kliple|klipleyin|clip al|clip atin) /,
  // Russian and Ukrainian.
  / (?:клип|клипай|клипайте|клипани|клипните|клипуй|клипуйте|заклипай|заклипайте|заклипьте|клипаните|клипец) /,
];
// These scripts have no spaces to be bounded by; the words mean a clip or the making of one.
const unspaced =
  /クリップ(?:して|たの|お願|よろ|チャンス)|切り抜(?:いて|き案件|きチャンス|きポイント)|클립\s?(?:따|좀|각|ㄱ)|剪(?:下來|下来|起來|起来|進去|进去)|(?:快|求)(?:剪|切片|精華|精华)|精華囉/;
const onlyClip = /^(?: (?:clip|klip|クリップ|클립|клип|切り抜き|切片|剪辑|剪輯))+ (?:!+ )?$/;

/** `words` come from `foldedWords`. A message with a link shows a clip that exists already and asks for none. */
export function asksForClip(words: string, text: string): boolean {
  if (!mentionsClip(words) || /https?:\/\/|\.tv\//i.test(text)) return false;
  if (words.split(" ", maxWords + 4).length - 2 > maxWords) return false;
  if (onlyClip.test(words) || clipCommand.test(words)) return true;
  if (requests.some((request) => request.test(words))) return true;
  return unspaced.test(words);
}

/** Nearly every message ends here, so it comes first and is cheap. */
function mentionsClip(words: string): boolean {
  return /clip|klip|клип|クリップ|切|클립|剪|精/.test(words);
}
