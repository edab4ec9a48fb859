// An id in small type that can be selected, and copied with one press.
import { copyText } from "../../ui/copy-text.ts";
import { Icon } from "../../ui/icon.tsx";
import "./clips.css";

export function CopyId({ what, id }: { what: string; id: string }) {
  return (
    <span class="copy-id">
      <span class="faint">{what}</span>
      <code class="truncate" title={id}>
        {id}
      </code>
      <button
        type="button"
        class="button quiet icon-only compact"
        aria-label={`Copy the ${what.toLowerCase()}`}
        title="Copy"
        onClick={() => void copyText(id, what)}
      >
        <Icon name="copy" />
      </button>
    </span>
  );
}
