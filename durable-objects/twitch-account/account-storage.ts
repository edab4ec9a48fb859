// What a Twitch account's object keeps: what is known of the account, its sealed tokens, and what the workspace is still
// to hear of it. A change and the message about it are one write.
import { z } from "zod";
import { type AccountState, accountStateSchema } from "#core/accounts/account-state.ts";
import { connectedAccountSchema } from "#core/accounts/connected-account.ts";
import { KeyValue } from "../key-value.ts";
import { Outbox } from "../outbox.ts";
import { type Receiver, receiverAmong } from "../outbox-receiver.ts";

export const accountMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("changed"), account: connectedAccountSchema }),
  z.object({ type: z.literal("gone") }),
]);
export type AccountMessage = z.infer<typeof accountMessageSchema>;

interface AccountOwes {
  readonly workspace: AccountMessage;
}

export class AccountStorage {
  readonly outbox: Outbox<AccountOwes>;
  readonly #storage: DurableObjectStorage;
  readonly #values: KeyValue;
  readonly #changed: () => void;

  /** `changed` is called after each write. */
  constructor(
    storage: DurableObjectStorage,
    workspace: Receiver,
    setAside: (count: number) => Promise<void>,
    changed: () => void,
  ) {
    this.#storage = storage;
    this.#values = new KeyValue(storage.sql);
    this.outbox = new Outbox(storage.sql, receiverAmong({ workspace }), setAside);
    this.#changed = changed;
  }

  /** Null before the account is connected and after it is disconnected. Throws rather than forget a grant. */
  state(): AccountState | null {
    return this.#values.getOrThrow("account", accountStateSchema.nullable(), null);
  }

  sealedTokens(): string | null {
    return this.#values.getOrThrow("tokens", z.string().nullable(), null);
  }

  /** `sealed` replaces the tokens in the same breath. */
  save(state: AccountState, sealed?: string): void {
    this.#storage.transactionSync(() => {
      const before = this.state();
      this.#values.set("account", state);
      if (sealed !== undefined) this.#values.set("tokens", sealed);
      if (JSON.stringify(before?.account) !== JSON.stringify(state.account)) {
        this.#owe({ type: "changed", account: state.account });
      }
    });
    this.#changed();
  }

  forget(): void {
    this.#storage.transactionSync(() => {
      this.#values.set("account", null);
      this.#values.set("tokens", null);
      this.#owe({ type: "gone" });
    });
    this.#changed();
  }

  /** Resolves once everything written is on disk. */
  sync(): Promise<void> {
    return this.#storage.sync();
  }

  #owe(message: AccountMessage): void {
    this.outbox.add("workspace", message, Date.now());
  }
}
