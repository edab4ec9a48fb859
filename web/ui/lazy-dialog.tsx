// A dialog whose code is fetched apart from the page, which so does not wait for what most visits never open.
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { toast } from "./toasts.tsx";

interface OpenProps {
  readonly open: { value: boolean };
}

/**
 * The code is fetched when the page is idle, and at the latest when the dialog is opened; it is shown once its content is
 * there, so that the browser gives focus to the right field. Where it cannot be fetched a toast says so.
 */
export function lazyDialog<Props extends OpenProps>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const dialog = signal<ComponentType<Props> | null>(null);
  const fetchOnce = async () => {
    dialog.value ??= await load();
  };
  return function LazyDialog(props) {
    const isOpen = props.open.value;
    useEffect(() => {
      if (!isOpen) return whenIdle(() => void fetchOnce().catch(() => undefined));
      fetchOnce().catch(() => {
        props.open.value = false;
        toast("This could not be loaded. Is the network up?", "bad");
      });
      return undefined;
    }, [isOpen]);
    const Loaded = dialog.value;
    return Loaded === null ? null : <Loaded {...props} />;
  };
}

/** Returns what calls it off. */
function whenIdle(work: () => void): () => void {
  // Safari has no idle callbacks.
  if (typeof requestIdleCallback === "undefined") {
    const timer = setTimeout(work, 2000);
    return () => clearTimeout(timer);
  }
  const id = requestIdleCallback(work);
  return () => cancelIdleCallback(id);
}
