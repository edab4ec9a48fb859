// The keys of the watch page.
import type { Signal } from "@preact/signals";
import { playKeyHelp } from "../../features/playback/play-key-help.ts";
import { Dialog } from "../../ui/dialog.tsx";
import "./keyboard-help.css";

export function KeyboardHelp({ open, mayEdit }: { open: Signal<boolean>; mayEdit: boolean }) {
  return (
    <Dialog open={open} title="Keyboard">
      <dl class="shortcut-list">
        {mayEdit && <Key keys={["C"]} does="Clip the last 30 seconds" />}
        <Key keys={["J", "K"]} does="Next and previous moment" />
        <Key keys={["Enter"]} does="Open the moment's clip, or its numbers" />
        {playKeyHelp.map(({ keys, does }) => (
          <Key key={does} keys={keys} does={does} />
        ))}
        <Key keys={["?"]} does="This help" />
        <Key keys={["Esc"]} does="Close" />
      </dl>
    </Dialog>
  );
}

function Key({ keys, does }: { keys: readonly string[]; does: string }) {
  return (
    <>
      <dt class="row">
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </>
  );
}
