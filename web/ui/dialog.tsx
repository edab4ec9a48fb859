// A native modal dialog that follows a signal: the browser keeps focus inside, closes it on Esc and gives focus back.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";
import "./dialog.css";

interface Props {
  /** A signal, or what reads and writes one; the dialog writes only `false`. */
  readonly open: { value: boolean };
  readonly title: string;
  readonly children: ComponentChildren;
}

/** Its children exist only while it is open, so a form starts afresh each time. */
export function Dialog({ open, title, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();
  const isOpen = open.value;
  // After its content is there: the browser picks what gets focus at the moment the dialog opens. Where no field asks for
  // it that would be the button that closes; the heading says where one is, and the first field comes after it.
  useLayoutEffect(() => {
    if (!isOpen) return element.current?.close();
    element.current?.showModal();
    if (!element.current?.querySelector("[autofocus]")) heading.current?.focus();
  }, [isOpen]);
  return (
    <dialog
      ref={element}
      class="dialog"
      aria-labelledby={titleId}
      onClose={() => (open.value = false)}
      onClick={(event) => {
        if (event.target === element.current) open.value = false;
      }}
    >
      {isOpen && (
        <>
          <div class="dialog-head">
            <h2 id={titleId} ref={heading} tabIndex={-1}>
              {title}
            </h2>
            <button
              type="button"
              class="button quiet icon-only compact"
              aria-label="Close"
              onClick={() => (open.value = false)}
            >
              <Icon name="close" />
            </button>
          </div>
          <div class="dialog-body">{children}</div>
        </>
      )}
    </dialog>
  );
}
