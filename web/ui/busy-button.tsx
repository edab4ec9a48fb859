// A button for work that takes a while: it says so, keeps its width, and cannot be pressed twice.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

interface Props {
  /** The work. It handles its own failures; while it runs the button is busy. */
  readonly onPress: () => Promise<unknown>;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly disabled?: boolean;
  readonly label?: string;
  readonly title?: string;
  /** For a button that stays down: whether it is. */
  readonly pressed?: boolean;
  /** Names it for a shortcut that presses it. */
  readonly answer?: string;
}

export function BusyButton({
  onPress,
  children,
  class: look = "",
  disabled = false,
  label,
  title,
  pressed,
  answer,
}: Props) {
  const isBusy = useSignal(false);
  const press = async () => {
    if (isBusy.value) return;
    isBusy.value = true;
    try {
      await onPress();
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <button
      type="button"
      class={`button ${look}`}
      aria-busy={isBusy.value}
      aria-label={label}
      title={title}
      aria-pressed={pressed}
      data-answer={answer}
      disabled={disabled}
      onClick={press}
    >
      {isBusy.value && <span class="busy-ring" />}
      {children}
    </button>
  );
}
