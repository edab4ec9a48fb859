// How much has been sent through the deployment for a channel. Counted in memory and written at most every ten seconds:
// a stream is a request or two a second for each page. What was counted since is lost where the object's process dies.
import type { RelayState } from "../rpc/channel-monitor-rpc.ts";
import {
  addRelayUse,
  isRelayUsedUp,
  noRelayUse,
  type RelayCount,
  type RelayUse,
  relayUseAt,
  relayUseSchema,
} from "#core/relay/relay-use.ts";
import { KeyValue } from "../key-value.ts";
import type { MonitorStorage } from "./monitor-storage.ts";

const writeEveryMs = 10_000;

export class RelayLedger {
  readonly #values: KeyValue;
  readonly #storage: MonitorStorage;
  #use: RelayUse | null = null;
  #isWriting = false;

  constructor(sql: SqlStorage, storage: MonitorStorage) {
    this.#values = new KeyValue(sql);
    this.#storage = storage;
  }

  state(): RelayState {
    const { hlsUrl, relay = null } = this.#storage.settings;
    return { hlsUrl, relay, use: this.#now() };
  }

  /** The state, with the request that asks for it counted where anything is allowed at all. */
  admit(): RelayState {
    if (this.#storage.settings.relay) this.#add({ requests: 1, bytes: 0 });
    return this.state();
  }

  /** False when no more may come today, or nothing at all any more. */
  note(bytes: number): boolean {
    this.#add({ requests: 0, bytes });
    const { relay, use } = this.state();
    return relay !== null && !isRelayUsedUp(use, relay);
  }

  #add(more: RelayCount): void {
    this.#use = addRelayUse(this.#now(), more);
    if (this.#isWriting) return;
    this.#isWriting = true;
    setTimeout(() => this.#write(), writeEveryMs);
  }

  #now(): RelayUse {
    this.#use ??= this.#values.get("relayUse", relayUseSchema, noRelayUse);
    return relayUseAt(this.#use, this.#storage.sessionState.session?.id ?? null, Date.now());
  }

  #write(): void {
    this.#isWriting = false;
    this.#values.set("relayUse", this.#use);
  }
}
