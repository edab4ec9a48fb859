// Who is signed in and what they can do about it.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Member } from "#core/members/member.ts";
import { signOut } from "../../api/members.ts";
import { orSayWhy } from "../form/or-say-why.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import "../../ui/menu.css";

/** `children` are further entries, put above signing out. */
export function MemberMenu({ member, children }: { member: Member; children?: ComponentChildren }) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const isEscape = event instanceof KeyboardEvent && event.key === "Escape";
      const isOutside = event.type === "pointerdown" && !menu.current?.contains(event.target as Node);
      if (menu.current?.open && (isEscape || isOutside)) menu.current.open = false;
    };
    addEventListener("pointerdown", close);
    addEventListener("keydown", close);
    return () => {
      removeEventListener("pointerdown", close);
      removeEventListener("keydown", close);
    };
  }, []);
  return (
    <details class="menu" ref={menu}>
      <summary
        class="button quiet icon-only"
        aria-label={`Signed in as ${member.displayName}`}
        title={member.displayName}
      >
        <span class="avatar" aria-hidden="true">
          {[...member.displayName][0]}
        </span>
      </summary>
      <div class="menu-list" onClick={() => menu.current && (menu.current.open = false)}>
        <p class="menu-note">
          <b>{member.displayName}</b>
          <span class="small faint"> · {member.role}</span>
        </p>
        {children}
        <BusyButton class="quiet" onPress={() => orSayWhy(signOut)}>
          Sign out
        </BusyButton>
      </div>
    </details>
  );
}
