// Adds a channel by name or address.
import { useSignal, type Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { addChannel } from "../../api/channels.ts";
import { sentenceOf } from "../../api/request.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { toast } from "../../ui/toasts.tsx";

export function AddChannelDialog({ open }: { open: Signal<boolean> }) {
  return (
    <Dialog open={open} title="Add a channel">
      <AddChannelForm onClose={() => (open.value = false)} />
    </Dialog>
  );
}

function AddChannelForm({ onClose }: { onClose: () => void }) {
  const address = useSignal("");
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const id = useId();

  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy.value) return;
    const wanted = address.value.trim();
    if (wanted === "") {
      problem.value = "Please enter a name or an address.";
      return;
    }
    isBusy.value = true;
    problem.value = null;
    try {
      const channel = await addChannel(wanted);
      toast(`Hypecut listens to ${channel.displayName}.`);
      onClose();
    } catch (error) {
      problem.value = sentenceOf(error);
    } finally {
      isBusy.value = false;
    }
  };

  return (
    <form class="dialog-form" onSubmit={submit} noValidate>
      <div class="field">
        <label for={id}>Name or address</label>
        <input
          id={id}
          class="input"
          autofocus
          autocomplete="off"
          spellcheck={false}
          maxLength={300}
          placeholder="twitch:name"
          aria-invalid={problem.value !== null}
          aria-describedby={`${id}-hint ${id}-problem`}
          value={address.value}
          onInput={(event) => (address.value = event.currentTarget.value)}
        />
        <p class="hint" id={`${id}-hint`}>
          <code>twitch:name</code>, <code>kick:name</code>, or the channel's address from the browser.
        </p>
        <p class="problem" id={`${id}-problem`} role="alert">
          {problem.value}
        </p>
      </div>
      <div class="dialog-actions">
        <button type="button" class="button quiet" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" class="button primary" aria-busy={isBusy.value}>
          {isBusy.value && <span class="busy-ring" />}
          Add channel
        </button>
      </div>
    </form>
  );
}
