// Above a picture that cannot be had: that its host lets no other site read the stream, and what helps; or, where the
// stream goes through the deployment, what the relay says.
import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RelaySettings } from "#core/relay/relay-settings.ts";
import { getRelay } from "../../api/relay.ts";
import type { ChannelName } from "../../api/channels.ts";
import { errorSentence } from "../../api/request.ts";
import { streamRequest } from "../../engines/stream-request.ts";
import { canRead } from "../../features/relay/can-read.ts";
import {
  defaultGigabytesADay,
  isRelayed,
  relayCost,
  relayOrigin,
  withRelay,
} from "../../features/relay/relay-choice.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { Notice } from "../../ui/notice.tsx";
import type { RunningEngines } from "./run-engines.ts";
import type { WatchParts } from "./watch-parts.ts";

interface Props extends Pick<WatchParts, "settings">, Pick<RunningEngines, "player" | "recorder"> {
  readonly isLive: ReadonlySignal<boolean>;
  readonly name: ChannelName;
  /** Null for who may not. */
  readonly onChange: ((relay: RelaySettings) => Promise<void>) | null;
}

/** What a recorder meets at an address that it may not read, or at a relay that gives nothing. */
const unread: ReadonlySet<string> = new Set(["playlist_unreachable", "playlist_refused"]);

export function RelayNote({ settings, player, recorder, isLive, name, onChange }: Props) {
  const isUnread = useComputed(() => {
    const problem = recorder.value?.problem?.code ?? null;
    return isLive.value && (problem === null ? player.value.status === "retrying" : unread.has(problem));
  });
  const { hlsUrl, relay } = settings.value;
  if (!isUnread.value || hlsUrl === null) return null;
  if (isRelayed({ hlsUrl, relay })) return <RelayTrouble name={name} />;
  return <RelayOffer {...{ hlsUrl, relay, onChange }} />;
}

interface Offer extends Pick<Props, "onChange"> {
  readonly hlsUrl: string;
  readonly relay: RelaySettings | undefined;
}

function RelayOffer({ hlsUrl, relay, onChange }: Offer) {
  const isClosed = useSignal(false);
  useEffect(() => {
    const leaving = new AbortController();
    isClosed.value = false;
    void canRead(hlsUrl, leaving.signal).then((found) => {
      if (!leaving.signal.aborted) isClosed.value = found === "closed";
    });
    return () => leaving.abort();
  }, [hlsUrl]);
  const origin = relayOrigin(hlsUrl, location.hostname);
  if (!isClosed.value || origin === null) return null;
  const closed = `${new URL(origin).host} answers, but does not let other pages read its stream (CORS).`;
  if (onChange === null)
    return <Notice tone="warn">{closed} Ask an editor here to send it through this deployment.</Notice>;
  const most = relay?.gigabytesADay ?? defaultGigabytesADay;
  const allow = (
    <BusyButton onPress={() => onChange(withRelay(relay, origin, true))}>Send it through this deployment</BusyButton>
  );
  return (
    <Notice tone="warn" actions={allow}>
      {closed} Allow this site there, or have the stream sent through this deployment. {relayCost} It stops at {most} GB
      a day; the channel's settings change that.
    </Notice>
  );
}

function RelayTrouble({ name }: Pick<Props, "name">) {
  const sentence = useSignal<string | null>(null);
  useEffect(() => {
    let hasLeft = false;
    void whatTheRelaySays(name).then((said) => {
      if (!hasLeft) sentence.value = said;
    });
    return () => void (hasLeft = true);
  }, [name]);
  if (sentence.value === null) return null;
  return <Notice tone="warn">The stream is sent through this deployment. {sentence.value}</Notice>;
}

/** The sentence of its failure; null where it answers. */
async function whatTheRelaySays(name: ChannelName): Promise<string | null> {
  try {
    const { address } = await getRelay(name);
    if (address === null) return null;
    const asked = await streamRequest(address);
    const answer = await fetch(asked.address, { credentials: asked.credentials, cache: "no-store" });
    return answer.ok ? null : errorSentence(await answer.text());
  } catch {
    return null;
  }
}
