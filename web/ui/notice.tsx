// A message that stays until its cause is gone, with what can be done about it.
import type { ComponentChildren } from "preact";
import "./notice.css";

interface Props {
  readonly tone?: "plain" | "warn" | "bad";
  readonly children: ComponentChildren;
  /** Buttons. */
  readonly actions?: ComponentChildren;
}

export function Notice({ tone = "plain", children, actions }: Props) {
  return (
    <div class={`notice ${tone === "plain" ? "" : tone}`} role={tone === "bad" ? "alert" : "status"}>
      <p>{children}</p>
      {actions}
    </div>
  );
}
