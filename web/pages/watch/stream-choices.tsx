// Lets a person choose what of a stream is recorded: its quality, and its sound where there are several.
import type { StreamChoice } from "#core/recording/stream-choice.ts";
import type { Quality, StreamOffer } from "../../engines/recorder/recorder.types.ts";

interface Props {
  /** Null for a stream that offers nothing to choose. */
  readonly offer: StreamOffer | null;
  readonly choice: StreamChoice;
  readonly onChoose: (choice: StreamChoice) => void;
}

export function StreamChoices({ offer, choice, onChoose }: Props) {
  if (offer === null) return null;
  const current = offer.qualities.find(({ id }) => id === offer.quality);
  // What was remembered may be gone from the stream.
  const chosen = offer.qualities.some(({ id }) => id === choice.quality) ? choice.quality : null;
  return (
    <>
      {offer.qualities.length > 1 && (
        <label class="stream-choice">
          Quality{" "}
          <select
            class="input"
            value={chosen ?? ""}
            onChange={(event) => onChoose({ ...choice, quality: event.currentTarget.value || null })}
          >
            <option value="">{chosen === null && current ? `Best (${current.name})` : "Best"}</option>
            {offer.qualities.map((quality) => (
              <option key={quality.id} value={quality.id}>
                {wordsFor(quality, offer.qualities)}
              </option>
            ))}
          </select>
        </label>
      )}
      {offer.sounds.length > 1 && (
        <label class="stream-choice">
          Sound{" "}
          <select
            class="input"
            value={offer.sound ?? ""}
            onChange={(event) => onChoose({ ...choice, sound: event.currentTarget.value })}
          >
            {offer.sounds.map(({ name, language }) => (
              <option key={name} value={name}>
                {language === null || language === name ? name : `${name} (${language})`}
              </option>
            ))}
          </select>
        </label>
      )}
      {current?.canDecode === false && (
        <span class="problem badge warn" role="status">
          {`This browser cannot play ${current.name}. It is recorded all the same.`}
        </span>
      )}
    </>
  );
}

/** Two of one name are told apart by their bandwidth. */
function wordsFor({ name, bandwidth, canDecode }: Quality, all: readonly Quality[]): string {
  const isAlone = all.filter((other) => other.name === name).length === 1;
  const words = isAlone ? name : `${name}, ${(bandwidth / 1e6).toFixed(1)} Mb/s`;
  return canDecode ? words : `${words} (this browser cannot play it)`;
}
