// Owners let people in and out.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { parseChannelAddress } from "#core/channel/channel-address.ts";
import { memberId, roles, type Member, type Role } from "#core/members/member.ts";
import { failed, loaded, type Loadable } from "../../api/loadable.ts";
import { addMember, listMembers, removeMember } from "../../api/members.ts";
import { sentenceOf } from "../../api/request.ts";
import { useSubmit } from "../../features/form/use-submit.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PlatformBadge } from "../../ui/platform-badge.tsx";
import { SubmitButton } from "../../ui/submit-button.tsx";
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
  const remove = async (member: Member) => {
    problem.value = null;
    try {
      await removeMember(member);
      await load();
    } catch (error) {
      problem.value = sentenceOf(error);
    }
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
            <li key={`${member.platform}:${memberId(member)}`} class="member-row">
              <span class="truncate">
                <b>{nameOf(member)}</b>{" "}
                <span class="small faint">
                  {member.userId === null ? "has not signed in yet" : (member.login ?? "has another login by now")}
                </span>
              </span>
              <PlatformBadge platform={member.platform} />
              <span class="small soft row-end">{member.role}</span>
              <BusyButton
                class="quiet compact danger"
                label={`Remove ${member.login ?? nameOf(member)}`}
                disabled={member.platform === me.platform && memberId(member) === memberId(me)}
                onPress={() => remove(member)}
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
      <AddMember onAdded={load} />
    </>
  );
}

function nameOf(member: Member): string {
  return member.displayName || (member.login ?? memberId(member));
}

function AddMember({ onAdded }: { onAdded: () => Promise<void> }) {
  const name = useSignal("");
  const role = useSignal<Role>("editor");
  const id = useId();
  const submission = useSubmit(
    async () => {
      const wanted = name.value.trim();
      const account = parseChannelAddress(`twitch:${wanted}`) ?? parseChannelAddress(wanted);
      if (!account) return "That is not the name of a Twitch or Kick account.";
      await addMember({ ...account, role: role.value });
      await onAdded();
    },
    () => (name.value = ""),
  );
  return (
    <form class="field" onSubmit={submission.submit} noValidate>
      <label for={id}>Let someone in by Twitch or Kick account</label>
      <input
        id={id}
        class="input"
        autocomplete="off"
        spellcheck={false}
        maxLength={60}
        placeholder="name, or kick:name"
        aria-invalid={submission.problem.value !== null}
        aria-describedby={`${id}-problem`}
        value={name.value}
        onInput={(event) => (name.value = event.currentTarget.value)}
      />
      <p class="problem" id={`${id}-problem`} role="alert">
        {submission.problem.value}
      </p>
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
        <SubmitButton isBusy={submission.isBusy}>Add</SubmitButton>
      </div>
    </form>
  );
}
