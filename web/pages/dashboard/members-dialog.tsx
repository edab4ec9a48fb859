// Owners let people in and out.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { parseChannelAddress } from "#core/channel/channel-address.ts";
import { roles, type Member, type Role } from "#core/members/member.ts";
import { failed, loaded, type Loadable } from "../../api/loadable.ts";
import { addMember, listMembers, removeMember } from "../../api/members.ts";
import { sentenceOf } from "../../api/request.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PlatformBadge } from "../../ui/platform-badge.tsx";
import "./members-dialog.css";

export function MembersDialog({ open, me }: { open: Signal<boolean>; me: Member }) {
  return (
    <Dialog open={open} title="Members">
      <Members me={me} />
    </Dialog>
  );
}

function Members({ me }: { me: Member }) {
  const members = useSignal<Loadable<readonly Member[]>>({ status: "loading" });
  const problem = useSignal<string | null>(null);
  const load = async () => {
    try {
      members.value = loaded(await listMembers());
    } catch (error) {
      members.value = failed(members.value, sentenceOf(error));
    }
  };
  /** Makes a change, shows why it failed, and reads the list again. */
  const change = async (work: Promise<void>): Promise<boolean> => {
    problem.value = null;
    try {
      await work;
      await load();
      return true;
    } catch (error) {
      problem.value = sentenceOf(error);
      return false;
    }
  };
  const add = async (name: string, role: Role) => {
    const account = parseChannelAddress(`twitch:${name}`) ?? parseChannelAddress(name);
    if (account) return change(addMember({ ...account, role }));
    problem.value = "That is not the name of a Twitch or Kick account.";
    return false;
  };
  useEffect(() => void load(), []);

  const list = members.value;
  return (
    <>
      {list.status === "loading" && (
        <span class="skeleton" style={{ height: "6rem" }} aria-label="Loading the members" />
      )}
      {list.status !== "loading" && list.problem !== null && (
        <Notice
          tone="bad"
          actions={
            <BusyButton class="compact" onPress={load}>
              Retry
            </BusyButton>
          }
        >
          {list.problem}
        </Notice>
      )}
      {list.status === "ready" && (
        <ul aria-label="Members">
          {list.value.map((member) => (
            <li key={`${member.platform}:${member.login}`} class="member-row">
              <span class="truncate">
                <b>{member.displayName || member.login}</b>{" "}
                <span class="small faint">{member.userId === null ? "has not signed in yet" : member.login}</span>
              </span>
              <PlatformBadge platform={member.platform} />
              <span class="small soft row-end">{member.role}</span>
              <BusyButton
                class="quiet compact danger"
                label={`Remove ${member.login}`}
                disabled={member.platform === me.platform && member.login === me.login}
                onPress={() => change(removeMember(member.platform, member.login))}
              >
                Remove
              </BusyButton>
            </li>
          ))}
        </ul>
      )}
      <p class="field" role="alert">
        {problem.value !== null && <span class="problem">{problem.value}</span>}
      </p>
      <AddMember add={add} />
    </>
  );
}

function AddMember({ add }: { add: (name: string, role: Role) => Promise<boolean> }) {
  const login = useSignal("");
  const role = useSignal<Role>("editor");
  const isBusy = useSignal(false);
  const id = useId();
  const submit = async () => {
    if (login.value.trim() === "" || isBusy.value) return;
    isBusy.value = true;
    if (await add(login.value, role.value)) login.value = "";
    isBusy.value = false;
  };
  return (
    <form
      class="field"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label for={id}>Let someone in by Twitch or Kick account</label>
      <input
        id={id}
        class="input"
        autocomplete="off"
        spellcheck={false}
        maxLength={60}
        placeholder="name, or kick:name"
        value={login.value}
        onInput={(event) => (login.value = event.currentTarget.value)}
      />
      <div class="row">
        <select
          class="input"
          aria-label="Role"
          value={role.value}
          onChange={(event) => (role.value = roles.find((one) => one === event.currentTarget.value) ?? "viewer")}
        >
          <option value="viewer">Viewer: sees everything</option>
          <option value="editor">Editor: records and clips</option>
          <option value="owner">Owner: also lets people in</option>
        </select>
        <button type="submit" class="button primary" aria-busy={isBusy.value}>
          {isBusy.value && <span class="busy-ring" />}
          Add
        </button>
      </div>
    </form>
  );
}
