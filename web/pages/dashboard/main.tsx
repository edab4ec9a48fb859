// The dashboard's entry: every channel at a glance.
import "../../ui/elements.css";
import "../../api/zod-without-eval.ts";
import { render } from "preact";
import { Dashboard } from "./dashboard.tsx";
import { openDashboardStore } from "./dashboard-store.ts";

const store = openDashboardStore();
addEventListener("pagehide", (event) => {
  // A page kept for the back button goes on when it is shown again.
  if (!event.persisted) store.destroy();
});
const page = document.getElementById("page");
if (page) render(<Dashboard store={store} />, page);
