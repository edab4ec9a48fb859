// Adds a channel by name or address.
import { useSignal, type Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { addChannel } from "../../api/channels.ts";
import { DialogForm } from "../../features/form/dialog-form.tsx";
import { useSubmit } from "../../features/form/use-submit.ts";
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
  const id = useId();
  const submission = useSubmit(async () => {
    const wanted = address.value.trim();
    if (wanted === "") return "Please enter a name or an address.";
    const channel = await addChannel(wanted);
    toast(`Hypecut listens to ${channel.displayName}. On its page one press records its player.`);
  }, onClose);

  return (
    <DialogForm submission={submission} action="Add channel" onCancel={onClose}>
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
          aria-invalid={submission.problem.value !== null}
          aria-describedby={`${id}-hint ${id}-problem`}
          value={address.value}
          onInput={(event) => (address.value = event.currentTarget.value)}
        />
        <p class="hint" id={`${id}-hint`}>
          <code>twitch:name</code>, <code>kick:name</code>, or the channel's address from the browser. Its page then
          shows the platform's player, and one press records it.
        </p>
        <p class="problem" id={`${id}-problem`} role="alert">
          {submission.problem.value}
        </p>
      </div>
    </DialogForm>
  );
}
