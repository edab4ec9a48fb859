// Which quality and sound of a channel's stream this browser records, remembered from one visit to the next.
import { ownChoice, parseStreamChoice, type StreamChoice } from "#core/recording/stream-choice.ts";

export function rememberedChoice(channelKey: string): StreamChoice {
  try {
    return parseStreamChoice(localStorage.getItem(nameOf(channelKey)));
  } catch {
    // A browser that lets the page keep nothing.
    return ownChoice;
  }
}

export function rememberChoice(channelKey: string, choice: StreamChoice): void {
  try {
    localStorage.setItem(nameOf(channelKey), JSON.stringify(choice));
  } catch {
    // It holds for this visit.
  }
}

function nameOf(channelKey: string): string {
  return `hypecut-stream ${channelKey}`;
}
