// The recordings page's entry: what this browser has recorded, played, kept, exported and deleted.
import "../../ui/elements.css";
import "../../api/zod-without-eval.ts";
import { render } from "preact";
import { RecordingsPage } from "./recordings-page.tsx";
import { openRecordingsStore } from "./recordings-store.ts";

const store = openRecordingsStore();
addEventListener("pagehide", (event) => {
  // A page kept for the back button goes on when it is shown again.
  if (!event.persisted) store.destroy();
});
const page = document.getElementById("page");
if (page) render(<RecordingsPage store={store} />, page);
