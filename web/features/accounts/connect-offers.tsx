// The two ways of connecting a Twitch account, each with what it is for.
import { accountPurposes, type AccountPurpose } from "#core/accounts/connected-account.ts";
import { connectPath } from "../../api/accounts.ts";
import { purposeWords } from "./account-words.ts";
import "./accounts.css";

const buttons: Record<AccountPurpose, string> = {
  broadcaster: "Connect a streamer's account",
  editor: "Connect an editor's account",
};

/** Links, not buttons: they lead to Twitch, where one signs in with the account that is to be connected. */
export function ConnectOffers() {
  return (
    <ul class="connect-offers">
      {accountPurposes.map((purpose) => (
        <li key={purpose}>
          <p class="small soft">{purposeWords[purpose].offer}</p>
          <a class="button compact" href={connectPath(purpose)}>
            {buttons[purpose]}
          </a>
        </li>
      ))}
    </ul>
  );
}
